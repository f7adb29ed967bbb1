"""Leakage verdicts with proof: may what is trained on X be evaluated on Y? Level 4. Source: the model, sections 3 to 5.

    engine ─ statements.read_statements ─▶ Statements ─ compile.compile_catalogue ─▶ Catalogue (a Theory and its words)
       ─ verdict.Judge.answer ─▶ Answer ─ words.paragraph / verdict.as_json ─▶ text, JSON

`constraints`, `search`, `solve` and `checker` are pure: whole numbers in, whole numbers out, no RDF.
"""
