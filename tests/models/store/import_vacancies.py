"""A process that imports vacancies chunk by chunk, to be killed or to meet another one.

Arguments: database URL, first number, step (-1 counts down), how many, word in the description.
Writes a line for every chunk kept; begins once a line arrives on standard input.
"""

import sys
from itertools import islice

from models.store import open_store
from models.work import Vacancy

CHUNK = 250


def main(url: str, first: int, step: int, count: int, word: str) -> None:
    with open_store(url) as store:
        print("ready", flush=True)
        sys.stdin.readline()
        run = store.begin_import("vacancy", "list.csv", "00")
        numbers = iter(range(first, first + step * count, step))
        while chunk := list(islice(numbers, CHUNK)):
            vacancies = [Vacancy(id=f"V-{n:05}", title="Cook", description=word) for n in chunk]
            store.put_vacancies(vacancies, import_id=run, list_name="list.csv")
            print(len(chunk), flush=True)
        store.finish_import(run, accepted=count, refused=0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
