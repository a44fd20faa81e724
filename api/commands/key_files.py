"""Files of keys and bundles, as commands read and write them."""

from pathlib import Path

from models.bundles import new_keys
from models.errors import FileRefused


def bytes_of(path: Path) -> bytes:
    """What a file holds; raises FileRefused with what to do where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileRefused(
            f"{path} cannot be used: {error.strerror}.", "Check the name and the rights."
        ) from error


def write_key_pair(name: Path) -> str:
    """Write NAME.private.pem, for its owner alone, and NAME.public.pem; says what to do with them.

    Raises FileRefused where the private one is there already.
    """
    private, public = new_keys()
    hidden, shown = (name.with_name(f"{name.name}.{kind}.pem") for kind in ("private", "public"))
    if hidden.exists():
        raise FileRefused(f"{hidden} exists already.", "Choose another name.")
    hidden.parent.mkdir(parents=True, exist_ok=True)
    hidden.touch(mode=0o600)
    hidden.write_bytes(private)
    shown.write_bytes(public)
    return f"Keep {hidden} to yourself; hand out {shown}"
