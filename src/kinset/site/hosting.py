"""Rules for hosts: content negotiation and redirects on servers that only hold files. Level 6.

In: a `Stock`, a `Press`. Out: `.htaccess` (Apache), `_redirects` and `_headers` (Netlify and its like), snippets for
nginx and for w3id.org, and a page that tells which host takes which, and what it cannot do.
"""

from collections.abc import Iterable, Iterator

from kinset.site.bundles import Artifact
from kinset.site.pages import Place, Press
from kinset.site.stock import Stock

TYPES = (
    ("application/ld+json", ".jsonld"),
    ("text/turtle", ".ttl"),
    ("application/n-triples", ".nt"),
)
_MEDIA = (*TYPES, ("application/trig", ".trig"), ("application/linkset+json", ".linkset.json"))
UNKNOWN_SITE = "https://YOUR-SITE/"


def artifacts(stock: Stock, press: Press) -> Iterator[Artifact]:
    """Yield the rules, and the page about them."""
    kinds = "|".join(stock.project.kinds)
    site = stock.addresses.site or UNKNOWN_SITE
    files = {
        ".htaccess": apache(kinds),
        "_redirects": netlify_redirects(stock.project.kinds),
        "_headers": netlify_headers(),
        "hosting/nginx.conf": nginx(kinds),
        "hosting/w3id.htaccess": w3id(kinds, site),
    }
    yield from (Artifact(path, text.encode()) for path, text in files.items())
    place = Place("hosting/", stock.addresses, listed=False)
    values = {"files": files, "known": stock.addresses.site is not None}
    yield Artifact("hosting/index.html", press.page("hosting.html", place, values))


def apache(kinds: str) -> str:
    """Return the rules for Apache: put at the site's root, they work as they are (mod_rewrite, mod_headers)."""
    types = "\n".join(f"AddType {media} {suffix}" for media, suffix in _MEDIA)
    negotiated = "\n".join(
        f"RewriteCond %{{HTTP_ACCEPT}} ^[^;]*{_escaped(media)} [NC]\n"
        f"RewriteRule ^({kinds})/([a-z0-9-]+)/?$ $1/$2{suffix} [L]"
        for media, suffix in TYPES
    )
    return f"""# An entity's address gives the page, or the record in the format that the client names first.
{types}
AddType application/atom+xml .atom
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
Header merge Vary Accept
Header set Access-Control-Allow-Origin "*"
</IfModule>
<Files "void">
ForceType text/turtle
</Files>
<IfModule mod_rewrite.c>
RewriteEngine On
{negotiated}
RewriteRule ^ontology/?$ - [S=1]
# Versions, parts and splits are places on the entity's page.
RewriteCond %{{REQUEST_FILENAME}} !-f
RewriteRule ^({kinds})/([a-z0-9-]+)/([^#]+?)/?$ $1/$2/#$3 [R=303,NE,L]
</IfModule>
"""


def nginx(kinds: str) -> str:
    """Return the rules for nginx: the map stands in the http block, the locations in the server block."""
    table = "\n".join(f'    "~^[^;]*{media.replace("+", "[+]")}" {suffix};' for media, suffix in TYPES)
    types = "\n".join(f"    {media} {suffix.rpartition('.')[2]};" for media, suffix in _MEDIA[:4])
    return f"""# In the http block: which document the client names first.
map $http_accept $kinset_suffix {{
    default "";
{table}
}}
types {{
{types}
    application/atom+xml atom;
}}

# In the server block, beside `root`:
error_page 404 /404.html;
add_header Vary Accept;
add_header Access-Control-Allow-Origin "*";
location = /.well-known/void {{ default_type text/turtle; }}
location ~ ^/({kinds})/(?<slug>[a-z0-9-]+)/?$ {{
    if ($kinset_suffix) {{ rewrite ^/([a-z]+)/([a-z0-9-]+)/?$ /$1/$2$kinset_suffix last; }}
    try_files $uri $uri/index.html =404;
}}
location ~ ^/({kinds})/(?<slug>[a-z0-9-]+)/(?<sub>.+)$ {{
    try_files $uri @kinset_place;
}}
location @kinset_place {{
    rewrite ^/([a-z]+)/([a-z0-9-]+)/(.+?)/?$ /$1/$2/#$3 redirect;
}}
"""


def netlify_redirects(kinds: Iterable[str]) -> str:
    """Return the redirects for hosts that read `_redirects`; these cannot tell what a client accepts."""
    lines = [f"/{kind}/:slug/:version  /{kind}/:slug/#:version  303" for kind in kinds]
    return "# Versions, parts and splits are places on the entity's page.\n" + "\n".join(lines) + "\n"


def netlify_headers() -> str:
    """Return the headers for hosts that read `_headers`."""
    lines = ["/*", "  Access-Control-Allow-Origin: *", "/.well-known/void", "  Content-Type: text/turtle"]
    for media, suffix in _MEDIA:
        lines += [f"/*{suffix}", f"  Content-Type: {media}"]
    return "\n".join([*lines, ""])


def w3id(kinds: str, site: str) -> str:
    """Return the redirects for w3id.org, which lead from the catalogue's identifiers to this site."""
    negotiated = "\n".join(
        f"RewriteCond %{{HTTP_ACCEPT}} ^[^;]*{_escaped(media)} [NC]\n"
        f"RewriteRule ^(({kinds})/[a-z0-9-]+)(/.*)?$ {site}$1{suffix} [R=303,L]"
        for media, suffix in TYPES
    )
    return f"""Options +FollowSymLinks
RewriteEngine on
{negotiated}
RewriteCond %{{HTTP_ACCEPT}} ^[^;]*text/turtle [NC]
RewriteRule ^ontology$ {site}ontology.ttl [R=303,L]
RewriteRule ^(({kinds})/[a-z0-9-]+)/(.+)$ {site}$1/#$3 [R=303,NE,L]
RewriteRule ^(.*[^/])$ {site}$1/ [R=303,L]
RewriteRule ^(.*)$ {site}$1 [R=303,L]
"""


def _escaped(media: str) -> str:
    return media.replace("+", "\\+").replace(".", "\\.")
