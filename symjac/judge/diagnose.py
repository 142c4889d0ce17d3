"""What went wrong."""
from symjac.judge.verdict import Verdict
def diagnosed(asked, answer, outcome, counter):
    return Verdict("wrong", (), str(counter), counter, asked=asked, answer=answer, claim=answer.text)
