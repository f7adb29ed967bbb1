"""What binds a derivative: policies and rules, what passes on, outcomes, conflicts, the way to access. Level 4.

In: an engine. Out: an `Assessment` of a dataset, model or challenge, or of a merge of several. See the model,
section 6.
"""

from kinset.lineage.terms.assessment import Assessment, Assessor, Question, read_assessor

__all__ = ["Assessment", "Assessor", "Question", "read_assessor"]
