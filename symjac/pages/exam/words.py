"""What a sheet says around the formulas, in English and in German."""

from __future__ import annotations

from fractions import Fraction

from symjac.pages.exam.marks import number

WORDS = {  # key: English, German
    "key": ("Solutions", "Lösungen"),
    "exercises": ("Exercises", "Aufgaben"),
    "marker": ("Marking scheme", "Bewertungsschema"),
    "name": ("Name", "Name"),
    "number": ("Number", "Nummer"),
    "script": ("Script", "Bogen"),
    "question": ("question", "Aufgabe"),
    "questions": ("questions", "Aufgaben"),
    "mark": ("mark", "Punkt"),
    "marks": ("marks", "Punkte"),
    "minutes": ("minutes", "Minuten"),
    "hint": ("Hint.", "Hinweis."),
    "solution": ("Solution.", "Lösung."),
    "answer": ("Answer:", "Ergebnis:"),
    "accepted": ("Also accepted:", "Ebenfalls richtig:"),
    "mistake": ("Typical mistake", "Typischer Fehler"),
    "leads": ("leads to", "führt auf"),
    "keeps": ("marks kept", "Punkte bleiben"),
    "scheme": ("Marks:", "Punkte:"),
    "version": ("Version", "Fassung"),
    "row": ("Gradients are rows (numerator layout).", "Gradienten sind Zeilen (Zählerlayout)."),
    "column": ("Gradients are columns (denominator layout).", "Gradienten sind Spalten (Nennerlayout)."),
    "marking": (
        "Marks stand in brackets at the line that earns them; any equivalent form earns the same.",
        "Punkte stehen in Klammern an der Zeile, für die es sie gibt; jede gleichwertige Form zählt ebenso.",
    ),
    "and": (" and ", " und "),
    "show": ("Show that ", "Zeigen Sie: "),
    "choose": ("Which of these is ", "Was davon ist "),
    "network": ("Consider the feed-forward network ", "Gegeben ist das vorwärts gerichtete Netz "),
    "with": (" with the activation ", " mit der Aktivierung "),
    "open": (" with the activation function ", " mit der Aktivierungsfunktion "),
    "as activation": (" as activation", " als Aktivierung"),
    "as activations": (" as activations", " als Aktivierungen"),
    "with these": (" with ", " mit "),
    "rounded": ("Round numbers to {} decimal places.", "Runden Sie auf {} Nachkommastellen."),
    "rounded to one": ("Round numbers to one decimal place.", "Runden Sie auf eine Nachkommastelle."),
    "identity": ("the identity", "der Identität"),
    "with several": (" with the activations ", " mit den Aktivierungen "),
    "given": ("Given are", "Die Zahlen sind"),
    "inputs": ("The inputs and the outputs wanted for them are ", "Die Eingaben und die gewünschten Ausgaben sind "),
    "options": ("The choices of weights are ", "Zur Wahl stehen "),
    "forward task": ("Compute the output, layer by layer.", "Berechnen Sie die Ausgabe, Schicht für Schicht."),
    "gradients task of mse": (
        "Find the gradients of half the squared error with respect to the weights and biases; $y$ is the output that is wanted.",
        "Bestimmen Sie die Gradienten des halben quadratischen Fehlers nach den Gewichten und Schwellen; "
        "$y$ ist die gewünschte Ausgabe.",
    ),
    "gradients task of crossentropy": (
        "Find the gradients of the cross-entropy $-y'*log(a)$ with respect to the weights and biases; $a$ is the output, and "
        "$y$ holds the probabilities that are wanted.",
        "Bestimmen Sie die Gradienten der Kreuzentropie $-y'*log(a)$ nach den Gewichten und Schwellen; $a$ ist die Ausgabe, "
        "und $y$ enthält die gewünschten Wahrscheinlichkeiten.",
    ),
    "gradients task of bce": (
        "Find the gradients of the binary cross-entropy of the output and $y$ with respect to the weights and biases; $y$ holds "
        "the probabilities that are wanted.",
        "Bestimmen Sie die Gradienten der binären Kreuzentropie von Ausgabe und $y$ nach den Gewichten und Schwellen; "
        "$y$ enthält die gewünschten Wahrscheinlichkeiten.",
    ),
    "comparison task": ("Which choice does best?", "Welche Wahl ist die beste?"),
    "table task": ("Compute the output for every input.", "Berechnen Sie die Ausgabe für jede Eingabe."),
    "forward task of one": ("Compute the output.", "Berechnen Sie die Ausgabe."),
    "layers task of one": ("Write down its equations.", "Geben Sie seine Gleichungen an."),
    "jacobians task of one": (
        "Find its Jacobians with respect to the input, the bias and the weights.",
        "Bestimmen Sie seine Jacobimatrizen nach der Eingabe, der Schwelle und den Gewichten.",
    ),
    "layers task": ("Write down the equations of its layers.", "Geben Sie die Gleichungen seiner Schichten an."),
    "jacobians task": (
        "Find the Jacobians of its layers and of the network.",
        "Bestimmen Sie die Jacobimatrizen der Schichten und des Netzes.",
    ),
    "diagram task": ("Draw the network.", "Zeichnen Sie das Netz."),
    "all task": ("Write down all that can be said of it.", "Schreiben Sie alles auf, was sich darüber sagen lässt."),
    "table": ("The table holds training examples.", "Die Tabelle enthält Trainingsbeispiele."),
    "with intercept": (
        "Fit a linear function with an intercept to them by least squares. ",
        "Bestimmen Sie nach der Methode der kleinsten Quadrate die lineare Funktion mit Achsenabschnitt, die am besten passt. ",
    ),
    "without intercept": (
        "Fit a linear function without an intercept to them by least squares. ",
        "Bestimmen Sie nach der Methode der kleinsten Quadrate die lineare Funktion ohne Achsenabschnitt, die am besten passt. ",
    ),
    "weighted": (
        "Each squared error counts with the weight of its example; $W$ is the diagonal matrix of the weights. ",
        "Jedes Fehlerquadrat zählt mit dem Gewicht seines Beispiels; $W$ ist die Diagonalmatrix der Gewichte. ",
    ),
    "penalised": (
        "The penalty $lambda*norm(theta)^2$ with $lambda = {}$ is added to the sum. ",
        "Zur Summe kommt die Strafe $lambda*norm(theta)^2$ mit $lambda = {}$. ",
    ),
    "penalised with intercept": (
        "The penalty $lambda*theta'*P*theta$ with $lambda = {}$ is added to the sum; $P$ is the diagonal matrix with the entries "
        "0, 1, …, 1, so that the intercept is not penalised. ",
        "Zur Summe kommt die Strafe $lambda*theta'*P*theta$ mit $lambda = {}$; $P$ ist die Diagonalmatrix mit den Einträgen "
        "0, 1, …, 1, sodass der Achsenabschnitt nicht bestraft wird. ",
    ),
    "least": (" is least", " minimal ist"),
    "greatest": (" is greatest", " maximal ist"),
    "reasons": (
        "Give reasons, and say whether there is only one.",
        "Begründen Sie Ihre Antwort, und sagen Sie, ob es nur eine Lösung gibt.",
    ),
    "normal": ("State the normal equations and solve them.", "Stellen Sie die Normalengleichungen auf und lösen Sie sie."),
    "write out": ("Write it out for ", "Schreiben Sie das Ergebnis für "),
    "written out": (".", " aus."),
    "value for": ("Give its value for", "Geben Sie den Wert an für"),
    "entry": ("entry", "Eintrag"),
    "activation": ("Consider the activation function ", "Gegeben ist die Aktivierungsfunktion "),
    "activation task": (
        ". Find its derivative and its limits, and sketch its graph.",
        ". Bestimmen Sie ihre Ableitung und ihre Grenzwerte, und skizzieren Sie ihren Graphen.",
    ),
}

EARNS = {  # the kinds of step, by which marks are stated in the file, as a marker reads them
    "define": ("set-up", "Ansatz"),
    "component": ("components", "Komponenten"),
    "differentiate": ("derivatives", "Ableitungen"),
    "chain": ("chain rule", "Kettenregel"),
    "substitute": ("substitution", "Einsetzen"),
    "simplify": ("simplification", "Vereinfachung"),
    "cases": ("cases", "Fälle"),
    "assemble": ("assembly", "Zusammensetzen"),
    "instance": ("written out", "Ausschreiben"),
    "shape": ("sizes", "Größen"),
    "conclude": ("result", "Ergebnis"),
    "equation": ("set to zero", "Nullsetzen"),
    "second_derivative": ("kind of the point", "Art des Punktes"),
    "completed_square": ("kind of the point", "Art des Punktes"),
    "newton": ("Newton's step", "Newton-Schritt"),
    "answer": ("answer", "Antwort"),
    "value": ("value", "Wert"),
    "graph": ("graph", "Graph"),
    "table": ("table", "Tabelle"),
    "sentence": ("limits", "Grenzwerte"),
    "choice": ("choice", "Auswahl"),
    "point": ("point", "Aussage"),
    "normal": ("normal equations", "Normalengleichungen"),
    "determinant": ("determinant", "Determinante"),
    "formula": ("formula of the solution", "Lösungsformel"),
    "inverse": ("inverse", "Inverse"),
    "layers": ("equations of the layers", "Gleichungen der Schichten"),
    "multiplication": ("multiplication", "Multiplikation"),
    "weighted": ("weighted sum", "gewichtete Summe"),
    "output": ("activation", "Aktivierung"),
    "forward": ("forward pass", "Vorwärtsrechnung"),
    "loss": ("error of the output", "Fehler der Ausgabe"),
    "error": ("errors of the layers", "Fehler der Schichten"),
    "gradients": ("gradients in numbers", "Gradienten in Zahlen"),
}


def earns(language: str, kind: str) -> str:
    """point 2: the second paragraph of a typed solution."""
    name, _, which = kind.partition(" ")
    found = EARNS[name][language == "de"] if name in EARNS else name
    return f"{found} {which}".strip()


def say(language: str, key: str) -> str:
    return WORDS[key][language == "de"]


def counted(language: str, marks: Fraction) -> str:
    """4 marks"""
    return f"{number(marks)} {say(language, 'mark' if marks == 1 else 'marks')}"
