"""The command line: parse, call one function, print. Level 7.

Exit codes: 0 fine, 1 the data has violations (or `resolve` found nothing single), 2 usage, 3 could not run.
"""

import gc
import sys
import traceback
from pathlib import Path

import click

from kinset.cli import ask, catalogue, impact, lineage, measure, publish
from kinset.cli.session import Session
from kinset.errors import CatalogueInvalid, KinsetError, UsageError

VIOLATIONS, USAGE, FAILURE = 1, 2, 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The catalogue's folder.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead of the files.")
@click.version_option(package_name="kinset")
@click.pass_context
def cli(context: click.Context, folder: Path | None, endpoint: str | None) -> None:
    """Ask, check, trace and publish a catalogue of datasets that descend from each other.

    The catalogue is the folder named by -C, else by KINSET_CATALOGUE, else the one you stand in, else the one that
    the program ships.
    """
    context.obj = Session(folder, endpoint)


for command in (
    *catalogue.COMMANDS,
    *ask.COMMANDS,
    *lineage.COMMANDS,
    *impact.COMMANDS,
    *measure.COMMANDS,
    *publish.COMMANDS,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit."""
    gc.freeze()  # what was imported stays
    gc.set_threshold(200_000, 20, 20)  # a command is short and makes few cycles: half the collector's time is saved
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)  # click returns the code of an Exit here, and raises none
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(FAILURE)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        sys.stderr.close()
        sys.exit(0)
    except KinsetError as error:
        click.echo(f"kinset: {error}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        sys.exit(
            VIOLATIONS if isinstance(error, CatalogueInvalid) else USAGE if isinstance(error, UsageError) else FAILURE
        )
    except Exception:  # noqa: BLE001 - a fault of the program must not look like exit code 1, "the data is bad"
        traceback.print_exc()
        click.echo("kinset: this is a fault of the program; please report it with the lines above.", err=True)
        sys.exit(FAILURE)
