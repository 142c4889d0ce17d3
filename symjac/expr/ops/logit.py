"""logit z = log(z/(1 − z)), entry by entry: the inverse of the sigmoid."""

from symjac.expr.families import written_out

written_out(
    "logit",
    lambda z, f: f.log(z) - f.log(1 - z),
    sentence="logit z is log z − log(1 − z), the inverse of σ",
    source="Bishop, PRML, eq. (4.60)",
)
