"""Questions as everybody here understands them: their kinds, their answers, and what one is worth.

Plain Python. Exams and the practice of a lesson ask the same kinds by the same rules.
"""
