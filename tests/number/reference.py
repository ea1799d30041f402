"""What the `phonenumbers` package says of a cell: the oracle of the numbers room."""

import sys

try:
    import phonenumbers
except ImportError:
    print("skipped: this Python has no phonenumbers package")
    sys.exit(77)
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

phonenumbers.re_util.enable_pattern_cache()

TYPE_NAMES = {value: name.lower() for name, value in vars(PhoneNumberType).items() if isinstance(value, int)}
NOTHING = ("", "", "unknown", "error")


def answer_of(number):
    """(E.164, region, type, outcome) of a number object; the outcome is `none` for a valid number, else `not_in_plan`."""
    region = phonenumbers.region_code_for_number(number)
    kind = phonenumbers.number_type(number)
    # is_valid_number, without asking for region and type a second time.
    valid = region is not None and kind != PhoneNumberType.UNKNOWN
    return (
        phonenumbers.format_number(number, PhoneNumberFormat.E164),
        region or "",
        TYPE_NAMES[kind],
        "none" if valid else "not_in_plan",
    )


def reference(text, region):
    """The same for a cell; NOTHING for what the package does not take for a number."""
    try:
        return answer_of(phonenumbers.parse(text, region))
    except NumberParseException:
        return NOTHING


def refuse_other_release(program_says):
    """Ends with status 77 when the plan was made from another release than this Python has."""
    if program_says != f"phonenumbers {phonenumbers.__version__}":
        print(f"skipped: the plan was made from {program_says}, this Python has {phonenumbers.__version__}")
        sys.exit(77)
