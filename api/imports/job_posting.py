"""schema.org JobPosting objects, as employers' sites publish them, as rows of a vacancy list."""

from collections.abc import Mapping

# schema.org/JobPosting, version 29: the property and the field of INTERFACES it fills.
_PLAIN = {
    "title": "title", "description": "description", "totalJobOpenings": "places",
    "workHours": "hours_week", "jobStartDate": "start", "validThrough": "deadline",
}  # fmt: skip
_UNITS = {"HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}


def is_job_posting(item: Mapping[str, object]) -> bool:
    """Whether an object says that it is a schema.org JobPosting."""
    kind = item.get("@type")
    return kind == "JobPosting" or (isinstance(kind, list) and "JobPosting" in kind)


def flattened(item: Mapping[str, object]) -> dict[str, object]:
    """The fields of a JobPosting under the names of a vacancy list."""
    row = {field: item[name] for name, field in _PLAIN.items() if item.get(name) is not None}
    row["id"] = _identifier(item)
    row["employer"] = _name(item.get("hiringOrganization"))
    row |= _place(_first(item.get("jobLocation")))
    row |= _pay(_first(item.get("baseSalary") or item.get("estimatedSalary")))
    row["essential_skills"] = _texts(item.get("skills"))
    row["education_level"] = _education(item.get("educationRequirements"))
    row["description"] = _described(item)
    return {field: value for field, value in row.items() if value not in (None, "", [])}


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _name(value: object) -> object:
    value = _first(value)
    return value.get("name") if isinstance(value, Mapping) else value


def _identifier(item: Mapping[str, object]) -> object:
    stated = _first(item.get("identifier"))
    value = stated.get("value") if isinstance(stated, Mapping) else stated
    return value or item.get("@id") or item.get("url")


def _place(location: object) -> dict[str, object]:
    address = location.get("address") if isinstance(location, Mapping) else location
    if not isinstance(address, Mapping):
        return {"region": address}
    city, region = address.get("addressLocality"), address.get("addressRegion")
    parts = [part for part in (city, region) if isinstance(part, str) and part]
    return {"country": _name(address.get("addressCountry")), "region": ", ".join(parts)}


def _pay(salary: object) -> dict[str, object]:
    if not isinstance(salary, Mapping):
        return {"wage": salary}
    value = salary.get("value")
    amount = value if not isinstance(value, Mapping) else value.get("value", value.get("minValue"))
    unit = value.get("unitText") if isinstance(value, Mapping) else salary.get("unitText")
    currency = salary.get("currency") or salary.get("salaryCurrency")
    period = _UNITS.get(str(unit).upper(), unit)
    return {"wage": amount, "currency": currency, "wage_period": period}


def _texts(value: object) -> object:
    if isinstance(value, list):
        return [text for item in value if (text := _name(item))]
    return _name(value)


def _education(value: object) -> object:
    value = _first(value)
    return value.get("credentialCategory") if isinstance(value, Mapping) else value


def _described(item: Mapping[str, object]) -> str:
    parts = ("description", "responsibilities", "qualifications", "experienceRequirements")
    texts = [item.get(part) for part in parts]
    return "\n".join(text for text in texts if isinstance(text, str) and text.strip())
