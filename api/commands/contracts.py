"""Reading a contract for a person: facts proposed, each with its sentence, none asserted."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import Quiet, Teller
from api.commands.key_files import bytes_of
from matching.recruitment.contract_text import contract_text, proposals_as_json
from matching.recruitment.contract_text import propose as proposed_facts


def propose(
    file: Annotated[Path, typer.Argument(help="The contract: PDF with text, DOCX or plain text.")],
    quiet: Quiet = False,
) -> None:
    """Propose the facts that a contract seems to state, each with the sentence that shows it.

    Prints a list of {"path", "value", "sentence", "confidence"}. Nothing enters a check by
    itself: read each sentence, and put what is right into the dossier. English, French, Spanish,
    German and some Arabic are read; what it does not find may still be there.
    """
    proposals = proposed_facts(contract_text(bytes_of(file)))
    typer.echo(json.dumps(proposals_as_json(proposals), ensure_ascii=False, indent=2))
    Teller(quiet=quiet)(f"{len(proposals)} facts proposed; a person confirms each")
