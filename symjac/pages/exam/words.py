"""What a sheet says around the formulas, in English and in German."""

from __future__ import annotations

from fractions import Fraction

from symjac.pages.exam.marks import number

WORDS = {  # key: English, German
    "key": ("Solutions", "Lösungen"),
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
    "keeps": ("keeps", "bleiben"),
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
    "network": ("Consider the network ", "Gegeben ist das Netz "),
    "with": (" with the activation ", " mit der Aktivierung "),
    "with several": (" with the activations ", " mit den Aktivierungen "),
    "given": ("Given are", "Die Zahlen sind"),
    "inputs": ("The inputs and the outputs wanted for them are ", "Die Eingaben und die gewünschten Ausgaben sind "),
    "options": ("The choices of weights are ", "Zur Wahl stehen "),
    "forward task": ("Compute the output, layer by layer.", "Berechnen Sie die Ausgabe, Schicht für Schicht."),
    "gradients task": (
        "Find the gradient of half the squared error with respect to every weight and bias.",
        "Bestimmen Sie den Gradienten des halben quadratischen Fehlers nach allen Gewichten und Schwellen.",
    ),
    "comparison task": ("Which choice does best?", "Welche Wahl ist die beste?"),
    "table task": ("Compute the output for every input.", "Berechnen Sie die Ausgabe für jede Eingabe."),
    "layers task": ("Write down the equations of its layers.", "Schreiben Sie die Gleichungen seiner Schichten auf."),
    "jacobians task": (
        "Find the Jacobians of its layers and of the network.",
        "Bestimmen Sie die Jacobimatrizen der Schichten und des Netzes.",
    ),
    "diagram task": ("Draw it.", "Zeichnen Sie es."),
    "all task": ("Write down all that can be said of it.", "Schreiben Sie alles auf, was sich darüber sagen lässt."),
    "table": ("The table holds training examples.", "Die Tabelle enthält Trainingsbeispiele."),
    "with intercept": (
        "Fit a linear function with an intercept by least squares. ",
        "Passen Sie eine lineare Funktion mit Achsenabschnitt nach kleinsten Quadraten an. ",
    ),
    "without intercept": (
        "Fit a linear function without an intercept by least squares. ",
        "Passen Sie eine lineare Funktion ohne Achsenabschnitt nach kleinsten Quadraten an. ",
    ),
    "normal": ("State the normal equations and solve them.", "Stellen Sie die Normalengleichungen auf und lösen Sie sie."),
    "activation": ("Consider the activation function ", "Gegeben ist die Aktivierungsfunktion "),
    "activation task": (
        ". Find its derivative and its limits, and sketch its graph.",
        ". Bestimmen Sie ihre Ableitung und ihre Grenzwerte, und skizzieren Sie ihren Graphen.",
    ),
}


def say(language: str, key: str) -> str:
    return WORDS[key][language == "de"]


def counted(language: str, marks: Fraction) -> str:
    """4 marks"""
    return f"{number(marks)} {say(language, 'mark' if marks == 1 else 'marks')}"
