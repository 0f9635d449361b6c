"""
Laws about moves: a lifecycle walked through on paper, and leads sent the same ways.

What no walk on paper comes to, no lead comes to; what one does come to is shown by a
real lead, or looked for among random ones.
"""
