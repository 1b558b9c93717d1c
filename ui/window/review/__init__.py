"""The review screen: the list, the items of a case, the judgement, and what is done to a case."""
