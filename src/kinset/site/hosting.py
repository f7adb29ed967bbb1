"""Rules for hosts: content negotiation and redirects on servers that only hold files. Level 6.

In: a `Stock`, a `Press`. Out: `.htaccess` (Apache), `_redirects` and `_headers` (Netlify and its like), snippets for
nginx and for w3id.org, and a page that tells which host takes which, and what it cannot do.

Which document a client gets is told by a table of patterns over its Accept header, first match first, that does what
weights ask for: by falling weight, a format that is named with it, unless pages are named with more. Formats of equal
weight go by our order, and other RDF formats, which are not there, stand for Turtle; all else, wildcards too, gets the
page.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from kinset.formats import FORMATS, JSON_LD, N_TRIPLES, TRIG, TURTLE
from kinset.site.bundles import Artifact
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock

OFFERED = (TURTLE, JSON_LD, N_TRIPLES)
TYPES = tuple((one.media_type, one.suffix) for one in OFFERED)
_MEDIA = (*TYPES, (TRIG.media_type, TRIG.suffix), ("application/atom+xml", ".atom"))
LINKSET = "application/linkset+json"
PAGES = ("text/html", "application/xhtml+xml")
FOREIGN = (*(one.media_type for one in FORMATS if one not in OFFERED), "text/n3", "text/rdf+n3", "application/x-turtle")
UNKNOWN_SITE = "https://YOUR-SITE/"
_SLUG, _PARAMETERS = "[a-z0-9-]+", r"(?:[ ]*;(?![ ]*q=)[^,;]*)*"


def artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    """Yield the rules, and the page about them."""
    kinds = "|".join(re.escape(kind) for kind in stock.project.kinds)
    site = stock.addresses.site or UNKNOWN_SITE
    root = root_of(stock.addresses.site)
    files = {
        ".htaccess": apache(kinds, root),
        "_redirects": netlify_redirects(stock.project.kinds),
        "_headers": netlify_headers(),
        "hosting/nginx.conf": nginx(kinds, root),
        "hosting/w3id.htaccess": w3id(kinds, site),
    }
    yield from (Artifact(path, text.encode()) for path, text in files.items())
    place = Place("hosting/", stock.addresses, listed=False)
    values = {"files": files, "known": stock.addresses.site is not None}
    yield Artifact("hosting/index.html", press.page("hosting.html", place, values))


def root_of(site: str | None) -> str:
    """Return the path at which a site stands on its host.

    >>> root_of("https://example.org/k/"), root_of(None)
    ('/k/', '/')
    """
    return (urlsplit(site).path if site else "") or "/"


# ---------------------------------------------------------------------- what a client wants


def wishes() -> Iterator[tuple[str, str]]:
    """Yield pattern over an Accept header and suffix of the document that it asks for; the first match tells."""
    for weight in range(10, 0, -1):
        for types, suffix in (*(((media,), suffix) for media, suffix in TYPES), (FOREIGN, TURTLE.suffix)):
            yield f"^(?=.*{_named(types, _exactly(weight))})(?!.*{_named(PAGES, _more_than(weight))})", suffix


def wanted(accept: str) -> str:
    """Return the suffix of the document for an Accept header; nothing for the page. Servers do it by the same table.

    >>> wanted("text/turtle"), wanted("text/html;q=0.5, application/ld+json;q=0.9"), wanted("*/*")
    ('.ttl', '.jsonld', '')
    """
    return next((suffix for pattern, suffix in wishes() if re.match(pattern, accept, re.IGNORECASE)), "")


def _named(types: Iterable[str], weight: str) -> str:
    """Return a pattern for one of some media types with a weight, as an element of a list."""
    names = "|".join(re.escape(one).replace("\\-", "-").replace("/", "[/]") for one in types)
    return f"(?:^|,)[ ]*(?:{names}){_PARAMETERS}{weight}"


def _exactly(tenths: int) -> str:
    """Return a pattern for the weight of an element, in tenths, further digits ignored."""
    if tenths == 10:
        return r"[ ]*(?:,|$|;[ ]*q=1)"
    return rf"[ ]*;[ ]*q=0?[.]{tenths}"


def _more_than(tenths: int) -> str:
    """Return a pattern for a greater weight."""
    if tenths == 10:
        return "(?!)"
    some = f"|;[ ]*q=0?[.][{tenths + 1}-9]" if tenths < 9 else ""
    return rf"[ ]*(?:,|$|;[ ]*q=1{some})"


# ---------------------------------------------------------------------- hosts


def apache(kinds: str, root: str) -> str:
    """Return the rules for Apache; at the site's root they work as they are (with mod_rewrite and mod_headers)."""
    types = "\n".join(f"AddType {media} {suffix}" for media, suffix in _MEDIA)
    # The last of several settings stands, so the first wish comes last.
    table = "\n".join(f'SetEnvIfNoCase Accept "{found}" KINSET={suffix}' for found, suffix in reversed([*wishes()]))
    return f"""# An entity's address gives the page, or the record in the format that the client wants most.
{types}
ErrorDocument 404 {root}404.html
DirectoryIndex index.html
<FilesMatch "[.]linkset[.]json$">
ForceType {LINKSET}
</FilesMatch>
<FilesMatch "^void$">
ForceType text/turtle
</FilesMatch>
<IfModule mod_headers.c>
Header merge Vary Accept
Header set Access-Control-Allow-Origin "*"
</IfModule>
<IfModule mod_rewrite.c>
{table}
DirectorySlash Off
RewriteEngine On
RewriteOptions AllowNoSlash
RewriteCond %{{ENV:KINSET}} (.+)
RewriteRule ^({kinds})/({_SLUG})/?$ {root}$1/$2%1 [L]
RewriteCond %{{ENV:KINSET}} =.nt
RewriteRule ^ontology/?$ {root}ontology.nt [L]
RewriteCond %{{ENV:KINSET}} .
RewriteRule ^ontology/?$ {root}ontology.ttl [L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule ^(.*[^/])$ {root}$1/ [R=301,L]
# Versions, parts and splits are places on the entity's page, and described in its record.
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteCond %{{ENV:KINSET}} (.+)
RewriteRule ^({kinds})/({_SLUG})/(.+?)/?$ {root}$1/$2%1 [R=303,L]
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteRule ^({kinds})/({_SLUG})/(.+?)/?$ {root}$1/$2/#$3 [R=303,NE,L]
</IfModule>
"""


def nginx(kinds: str, root: str) -> str:
    """Return the rules for nginx: the map stands in the http block, the locations in the server block."""
    table = "\n".join(f'    "~*{found}" {suffix};' for found, suffix in wishes())
    types = "\n".join(f"    {media} {suffix[1:]};" for media, suffix in _MEDIA if suffix != ".atom")
    where = f" in {root[1:]}" if root != "/" else ""
    return f"""# In the http block: which document the client wants most.
map $http_accept $kinset_suffix {{
    default "";
{table}
}}
types {{
{types}
}}

# In the server block, beside `root`; the folder that `root` names holds the site{where}:
error_page 404 {root}404.html;
add_header Vary Accept always;
add_header Access-Control-Allow-Origin "*" always;
location = {root}.well-known/void {{ types {{ }} default_type text/turtle; }}
location ~ "[.]linkset[.]json$" {{ types {{ }} default_type {LINKSET}; }}
location ~ "^{root}ontology/?$" {{
    if ($kinset_suffix = .nt) {{ rewrite ^ {root}ontology.nt last; }}
    if ($kinset_suffix) {{ rewrite ^ {root}ontology.ttl last; }}
    try_files $uri $uri/index.html =404;
}}
location ~ "^{root}(?<kinset_of>(?:{kinds})/{_SLUG})/?$" {{
    if ($kinset_suffix) {{ rewrite ^ {root}$kinset_of$kinset_suffix last; }}
    try_files $uri $uri/index.html =404;
}}
location ~ "^{root}(?<kinset_of>(?:{kinds})/{_SLUG})/(?<kinset_sub>.+?)/?$" {{
    try_files $uri @kinset_place;
}}
location @kinset_place {{
    absolute_redirect off;
    if ($kinset_suffix) {{ return 303 {root}$kinset_of$kinset_suffix; }}
    return 303 {root}$kinset_of/#$kinset_sub;
}}
"""


def netlify_redirects(kinds: Iterable[str]) -> str:
    """Return the redirects for hosts that read `_redirects`; these cannot tell what a client accepts."""
    lines = [f"/{kind}/:slug/*  /{kind}/:slug/#:splat  303" for kind in kinds]
    return "# Versions, parts and splits are places on the entity's page.\n" + "\n".join(lines) + "\n"


def netlify_headers() -> str:
    """Return the headers for hosts that read `_headers`."""
    lines = ["/*", "  Access-Control-Allow-Origin: *", "/.well-known/void", "  Content-Type: text/turtle"]
    for media, suffix in _MEDIA:
        lines += [f"/*{suffix}", f"  Content-Type: {media}"]
    return "\n".join([*lines, ""])


def w3id(kinds: str, site: str) -> str:
    """Return the redirects for w3id.org, which lead from the catalogue's identifiers to this site."""
    table = "\n".join(f'SetEnvIfNoCase Accept "{found}" KINSET={suffix}' for found, suffix in reversed([*wishes()]))
    return f"""Options +FollowSymLinks
{table}
RewriteEngine on
RewriteCond %{{ENV:KINSET}} (.+)
RewriteRule ^(({kinds})/{_SLUG})(/.*)?$ {site}$1%1 [R=303,L]
RewriteCond %{{ENV:KINSET}} =.nt
RewriteRule ^ontology$ {site}ontology.nt [R=303,L]
RewriteCond %{{ENV:KINSET}} .
RewriteRule ^ontology$ {site}ontology.ttl [R=303,L]
RewriteRule ^(({kinds})/{_SLUG})/(.+)$ {site}$1/#$3 [R=303,NE,L]
RewriteRule ^(({kinds})/{_SLUG}|({kinds})|ontology)$ {site}$1/ [R=303,L]
RewriteRule ^(.*)$ {site}$1 [R=303,L]
"""
