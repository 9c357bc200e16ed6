"""Words: what a learner is told of an answer, in the language of the course."""

WORDS = {
    "en": {
        "right": "That is right.",
        "done": "That is right, and you have done this module.",
        "certified": "That is right, and you have done the whole course. Your certificate is in the panel Learn.",
        "value": "Not yet.",
        "items": "Not yet: the list has other items, or has them in another order.",
        "rows": "Not yet: it has another number of rows.",
        "columns": "Not yet: a column is missing.",
        "sums": "Not yet: the rows are as many as they should be, and hold other values.",
        "a_number": "Not yet: the answer is a number.",
        "a_text": "Not yet: the answer is a text, in quotation marks.",
        "a_truth": "Not yet: the answer is True or False.",
        "a_list": "Not yet: the answer is a list, in square brackets.",
        "a_table": "Not yet: the answer is a table.",
        "passed_before": "You had it right before, and that stays.",
    },
    "fr": {
        "right": "C’est juste.",
        "done": "C’est juste, et vous avez terminé ce module.",
        "certified": "C’est juste, et vous avez terminé tout le cours. Votre certificat est dans le panneau Apprendre.",
        "value": "Pas encore.",
        "items": "Pas encore\u00a0: la liste contient d’autres éléments, ou dans un autre ordre.",
        "rows": "Pas encore\u00a0: le nombre de lignes est différent.",
        "columns": "Pas encore\u00a0: il manque une colonne.",
        "sums": "Pas encore\u00a0: les lignes sont assez nombreuses, mais leurs valeurs sont autres.",
        "a_number": "Pas encore\u00a0: la réponse est un nombre.",
        "a_text": "Pas encore\u00a0: la réponse est un texte, entre guillemets.",
        "a_truth": "Pas encore\u00a0: la réponse est True ou False.",
        "a_list": "Pas encore\u00a0: la réponse est une liste, entre crochets.",
        "a_table": "Pas encore\u00a0: la réponse est un tableau.",
        "passed_before": "Vous l’aviez trouvé avant, et cela reste acquis.",
    },
}


def said(language: str, *words: str) -> str:
    """Return sentences by their names."""
    return " ".join(WORDS[language][word] for word in words)
