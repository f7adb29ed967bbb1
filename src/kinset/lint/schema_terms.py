"""The properties that schema.org has for what a dataset's description is made of. Level 6.

In: nothing. Out: `PROPERTIES_OF`: a type's own properties, superseded ones included; `PARENTS`: what it inherits from;
`properties`: all of them for a type. Names only, of release 30.0; a test compares them with the vocabulary itself.
"""

from collections.abc import Mapping

PARENTS: Mapping[str, tuple[str, ...]] = {
    "Thing": (),
    "CreativeWork": ("Thing",),
    "Dataset": ("CreativeWork",),
    "DataCatalog": ("CreativeWork",),
    "MediaObject": ("CreativeWork",),
    "DataDownload": ("MediaObject",),
    "Article": ("CreativeWork",),
    "ScholarlyArticle": ("Article",),
    "Intangible": ("Thing",),
    "StructuredValue": ("Intangible",),
    "PropertyValue": ("StructuredValue",),
    "QuantitativeValue": ("StructuredValue",),
    "Person": ("Thing",),
    "Organization": ("Thing",),
}

PROPERTIES_OF: Mapping[str, frozenset[str]] = {
    sort: frozenset(names.split())
    for sort, names in {
        "Thing": """
            additionalType alternateName description disambiguatingDescription identifier image mainEntityOfPage
            name owner potentialAction sameAs subjectOf url
        """,
        "CreativeWork": """
            about abstract accessMode accessModeSufficient accessibilityAPI accessibilityControl
            accessibilityFeature accessibilityHazard accessibilitySummary accountablePerson acquireLicensePage
            aggregateRating alternativeHeadline archivedAt assesses associatedMedia audience audio author award
            awards character citation comment commentCount conditionsOfAccess contentLocation contentRating
            contentReferenceTime contributor copyrightHolder copyrightNotice copyrightYear correction
            countryOfOrigin creativeWorkStatus creator creditText dateCreated dateModified datePublished
            digitalSourceType discussionUrl displayLocation editEIDR editor educationalAlignment
            educationalLevel educationalUse encoding encodingFormat encodings exampleOfWork expires fileFormat
            funder funding genre hasPart headline inLanguage interactionStatistic interactivityType
            interpretedAsClaim isAccessibleForFree isBasedOn isBasedOnUrl isFamilyFriendly isPartOf keywords
            learningResourceType license locationCreated mainEntity maintainer material materialExtent mentions
            offers pattern position producer provider publication publisher publisherImprint
            publishingPrinciples recordedAt releasedEvent review reviews schemaVersion sdDatePublished sdLicense
            sdPublisher size sourceOrganization spatial spatialCoverage sponsor teaches temporal
            temporalCoverage text thumbnail thumbnailUrl timeRequired translationOfWork translator
            typicalAgeRange usageInfo version video wordCount workExample workTranslation
        """,
        "Dataset": """
            catalog datasetTimeInterval distribution includedDataCatalog includedInDataCatalog issn
            measurementMethod measurementTechnique variableMeasured variablesMeasured
        """,
        "DataCatalog": "dataset measurementMethod measurementTechnique",
        "MediaObject": """
            associatedArticle bitrate contentSize contentUrl duration embedUrl encodesCreativeWork
            encodingFormat endTime height ineligibleRegion interpretedAsClaim playerType productionCompany
            regionsAllowed requiresSubscription sha256 startTime uploadDate width
        """,
        "DataDownload": "measurementMethod measurementTechnique",
        "Article": "articleBody articleSection backstory pageEnd pageStart pagination speakable wordCount",
        "ScholarlyArticle": "",
        "Intangible": "",
        "StructuredValue": "",
        "PropertyValue": """
            maxValue measurementMethod measurementTechnique minValue propertyID unitCode unitText value
            valueReference
        """,
        "QuantitativeValue": "additionalProperty maxValue minValue unitCode unitText value valueReference",
        "Person": """
            additionalName address affiliation agentInteractionStatistic alumniOf award awards birthDate
            birthPlace brand callSign children colleague colleagues contactPoint contactPoints deathDate
            deathPlace duns email familyName faxNumber follows funder funding gender givenName
            globalLocationNumber hasCertification hasCredential hasOccupation hasOfferCatalog hasPOS height
            homeLocation honorificPrefix honorificSuffix interactionStatistic isicV4 jobTitle knows knowsAbout
            knowsLanguage lifeEvent makesOffer memberOf naics nationality netWorth owns parent parents
            performerIn pronouns publishingPrinciples relatedTo seeks sibling siblings skills sponsor spouse
            taxID telephone vatID weight workLocation worksFor
        """,
        "Organization": """
            acceptedPaymentMethod actionableFeedbackPolicy address agentInteractionStatistic aggregateRating
            alumni areaServed award awards brand companyRegistration contactPoint contactPoints
            correctionsPolicy department dissolutionDate diversityPolicy diversityStaffingReport duns email
            employee employees ethicsPolicy event events faxNumber founder founders foundingDate
            foundingLocation funder funding globalLocationNumber hasCertification hasCredential
            hasGS1DigitalLink hasMemberProgram hasMerchantReturnPolicy hasOfferCatalog hasPOS
            hasProductReturnPolicy hasShippingService interactionStatistic isicV4 iso6523Code keywords
            knowsAbout knowsLanguage legalAddress legalName legalRepresentative leiCode location logo makesOffer
            member memberOf members naics nonprofitStatus numberOfEmployees ownershipFundingInfo owns
            parentOrganization publishingPrinciples review reviews seeks serviceArea skills slogan sponsor
            subOrganization taxID telephone unnamedSourcesPolicy vatID
        """,
    }.items()
}
KNOWN = frozenset().union(*PROPERTIES_OF.values())


def properties(sort: str) -> frozenset[str] | None:
    """Return all properties of a type, inherited ones included; None where the type is not held here.

    >>> "license" in properties("Dataset"), properties("Volcano")
    (True, None)
    """
    if sort not in PROPERTIES_OF:
        return None
    return PROPERTIES_OF[sort].union(*(properties(parent) or () for parent in PARENTS[sort]))
