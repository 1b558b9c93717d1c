"""The whole job on synthetic cases: list, answers, and the steps from one to the other."""
