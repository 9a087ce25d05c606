"""Which workloads a person means by the letters typed so far."""

from collections.abc import Sequence

from concur_workloads.api import Workload


def matching(workloads: Sequence[Workload], text: str) -> dict[str, list[Workload]]:
    """The workloads, by family, in whose name, title, family, kind or summary every word occurs."""
    words = text.casefold().split()
    families: dict[str, list[Workload]] = {}
    for each in workloads:
        described = f"{each.name} {each.title} {each.family} {each.kind} {each.summary}"
        if all(word in described.casefold() for word in words):
            families.setdefault(each.family, []).append(each)
    return families
