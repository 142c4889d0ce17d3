"""logsigmoid z = log σ(z), entry by entry."""

from symjac.expr.families import written_out

written_out(
    "logsigmoid",
    lambda z, f: f.log(f.sigmoid(z)),
    sentence="logsigmoid z is log σ(z)",
    source="Bishop, PRML, section 4.3.2",
    spellings=("LogSigmoid", "log_sigmoid", "log_expit"),
)
