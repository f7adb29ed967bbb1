"""The command line: parse, call one function, print. Level 7.

Exit codes: 0 fine, 1 the data has violations (or `resolve` found nothing single), 2 usage, 3 could not run.
"""

import gc
import os
import sys
import traceback
from pathlib import Path

import click

from kinset.cli import ask, catalogue, diff, impact, leak, lineage, lint, measure, publish, site, terms
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
    *leak.COMMANDS,
    *terms.COMMANDS,
    *impact.COMMANDS,
    *diff.COMMANDS,
    *measure.COMMANDS,
    *publish.COMMANDS,
    *site.COMMANDS,
    *lint.COMMANDS,
):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit."""
    gc.freeze()  # what was imported stays
    gc.set_threshold(200_000, 20, 20)  # a command is short and makes few cycles: half the collector's time is saved
    try:
        with cli.make_context("kinset", sys.argv[1:]) as context:  # click's own main takes broken pipes for failures
            cli.invoke(context)
        sys.stdout.flush()
        sys.exit(0)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(FAILURE)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left must not fail again at the end
        sys.exit(0)
    except KinsetError as error:
        click.echo(f"kinset: {error}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
        sys.exit(
            VIOLATIONS if isinstance(error, CatalogueInvalid) else USAGE if isinstance(error, UsageError) else FAILURE
        )
    except OSError as error:
        click.echo(f"kinset: {error.filename or 'the answer'}: {error.strerror or error}", err=True)
        sys.exit(FAILURE)
    except Exception:  # noqa: BLE001 - a fault of the program must not look like exit code 1, "the data is bad"
        traceback.print_exc()
        click.echo("kinset: this is a fault of the program; please report it with the lines above.", err=True)
        sys.exit(FAILURE)
