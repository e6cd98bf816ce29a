"""Demonstration sign-in: a token for one of the invented people. Off in production."""

from __future__ import annotations

from fastapi import APIRouter

from server.documented import problems
from server.problems import ProblemError
from server.serving import Served, Serving
from server.shapes import PeopleShown, PersonShown, SignedIn, SignInRequest

router = APIRouter(prefix="/v1", tags=["sign-in"])


@router.get("/sign-in", responses=problems("sign_in_off"))
async def get_people(served: Served) -> PeopleShown:
    """Who can sign in for a demonstration."""
    return PeopleShown(people=_people(served))


@router.post("/sign-in", responses=problems("sign_in_off", "person_not_found", "invalid_request"))
async def post_sign_in(served: Served, body: SignInRequest) -> SignedIn:
    """A token for a demonstration person."""
    person = next((person for person in _people(served) if person.id == body.person), None)
    if person is None:
        raise ProblemError("person_not_found")
    token, ends = served.tokens.issue(person.id)
    return SignedIn(token=token, expires_at=ends, person=person)


def _people(served: Serving) -> tuple[PersonShown, ...]:
    if not served.demo_sign_in:
        raise ProblemError("sign_in_off")
    return tuple(
        PersonShown(id=person.id, name=person.name, description=person.description)
        for person in served.assistant.people
    )
