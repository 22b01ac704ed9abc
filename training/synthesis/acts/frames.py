"""Templates that put a clause or a thing into another act. Knows no corpus.

`{base}`, `{past}`, `{done}` and `{ing}` are the clause's forms; `{they}` is a third person. `{thing}` is
what is
ordered, `{bare}` is it without its article.
"""

from __future__ import annotations

PROHIBITIONS = (
    "don't {base}", "don't {base}", "do not {base}", "please don't {base}", "please do not {base}",
    "never {base}",
    "no don't {base}", "don't {base} yet", "don't {base} again", "don't {base} please", "um don't {base}",
    "no need to {base}", "there's no need to {base}", "you don't need to {base}", "you don't have to {base}",
    "i don't want you to {base}", "we don't want you to {base}", "i'd rather you didn't {base}",
    "i'd prefer if you didn't {base}", "please never {base}", "hey don't {base}",
    "whatever you do don't {base}",
    "hang on don't {base}", "wait don't {base}", "don't you dare {base}", "try not to {base}",
    "please try not to {base}",
    "you shouldn't {base}", "you're not to {base}", "you mustn't {base}", "can you not {base}",
    "could you please not {base}",
    "don't bother {ing}", "there's no point {ing}", "hold off on {ing}", "please avoid {ing}", "no {ing}",
    "oh please don't {base}", "let's not {base}", "better not {base}", "i told you not to {base}",
    "i didn't want you to {base}", "don't ever {base}", "make sure you don't {base}",
    "be careful not to {base}", "refrain from {ing}", "i never want you to {base}", "no stop don't {base}",
    "under no circumstances {base}", "actually don't {base}", "er don't {base} after all",
    "you needn't {base}", "i'm asking you not to {base}", "don't {base} while i'm out",
    "do not {base} until i say so",
    "don't {base} without asking me", "please don't {base} today",
)  # fmt: skip
STOPPING = ("stop {ing}", "please stop {ing}", "quit {ing}", "could you stop {ing}")
"""Fit only for what is done in a moment: "stop playing jazz" is a request."""
MOMENTARY = frozenset(
    """turn switch add put delete remove set dim order send book change post create schedule raise lower
    cancel""".split()  # noqa: SIM905
)
STATEMENTS = (
    "i already {past}", "i already {past}", "i just {past}", "i've already {done}", "i've just {done}",
    "i {past} already",
    "i {past} yesterday", "i {past} this morning", "we already {past}", "i had to {base}",
    "i remembered to {base}", "i was just {ing}", "i was {ing} just now", "i was going to {base}",
    "i usually {base}", "i always {base}", "i never {base}", "i've never {done}",
    "i managed to {base} myself", "i'm already {ing}", "i'm {ing} myself", "i was about to {base}",
    "i don't usually {base}", "i can {base} myself", "i'll {base} myself",
    "um i already {past}", "no i already {past}", "i think i already {past}",
    "i had planned to {base}",
)  # fmt: skip
"""Of the speaker."""
REPORTS = (
    "{they} already {past}", "{they} just {past}", "{they} has already {done}", "{they} has just {done}",
    "{they} {past} last night",
    "{they} was going to {base}", "{they} is {ing} right now", "{they} asked the neighbour to {base}",
    "{they} promised to {base}", "{they} has never {done}",
    "{they} will {base} later", "{they} likes to {base}", "{they} was {ing} a minute ago",
    "you already {past}",
    "you just {past}", "you've already {done}", "you {past} yesterday",
    "you {past} twice", "you keep {ing}",
    "you always {base} too late", "you {past} without asking", "last time you {past}",
)  # fmt: skip
THEY = (
    "she", "my wife", "my husband", "my flatmate", "anna", "my son", "the neighbour", "my mum",
    "my roommate", "my dad",
    "my boss", "someone", "my girlfriend", "the babysitter",
)  # fmt: skip
ASKED = (
    "did you {base}", "did you {base}", "have you {done}", "have you already {done}", "have you {done} yet",
    "did i {base}",
    "have i already {done}", "did i remember to {base}", "did someone {base}", "has anyone {done}",
    "did {they} {base}",
    "has {they} {done}", "when did you {base}", "when did i {base}", "did i ask you to {base}",
    "did i tell you to {base}", "did you just {base}", "didn't you {base}",
    "did you remember to {base}", "were you able to {base}", "um did you {base}",
    "haven't you {done} already",
    "do you know if i {past}", "can you check if i {past}",
    "tell me if you {past}", "i wonder if you {past}", "was it you who {past}", "who {past}",
)  # fmt: skip
"""Whether something was done: a question of the query intent."""
WONDERED = (
    "how do i {base}", "how can i {base}", "how would i {base}", "how do you {base}",
    "can i ask you to {base}",
    "what happens if i {base}", "what happens when you {base}", "should i {base}", "do i need to {base}",
    "am i allowed to {base}",
    "what do i say to {base}", "how long does it take to {base}", "is it a good idea to {base}",
    "what if i {base}", "is it hard to {base}", "when should i {base}", "do people usually {base}",
    "why would i {base}",
    "who is allowed to {base}", "why did you {base}", "why didn't you {base}", "who asked you to {base}",
    "why haven't you {done}", "are you allowed to {base}", "does it cost anything to {base}",
)  # fmt: skip
"""How something is done: a question of no known intent."""
REQUESTS = (
    "can you {base}", "could you {base}", "would you {base}", "will you {base}", "can you {base} please",
    "could you please {base}", "would you please {base}", "would you mind {ing}", "do you mind {ing}",
    "i need you to {base}",
    "i want you to {base}", "i'd like you to {base}", "how about {ing}", "how about you {base}",
    "what about {ing}",
    "why don't you {base}", "um {base}", "uh {base} please", "er can you {base}", "well {base} then",
    "hang on {base}",
    "okay {base}", "right {base}", "so {base} please", "please {base}", "go ahead and {base}", "just {base}",
    "{base} will you",
    "{base} would you", "{base} thanks", "{base} right away", "{base} i'm going to bed",
    "{base} i'm in a hurry",
    "be so kind as to {base}", "be a dear and {base}", "i'd appreciate it if you could {base}",
    "it'd be great if you could {base}",
    "would it be possible to {base}", "do me a favour and {base}", "any chance you could {base}",
    "you can {base} now",
    "you may {base}", "don't forget to {base}", "make sure you {base}", "feel free to {base}",
    "hey can you quickly {base}",
    "let's {base}", "it's time to {base}", "i was wondering if you could {base}", "may i ask you to {base}",
    "you'd better {base}",
    "no really {base}", "sorry can you {base}", "oh and {base}", "actually {base}",
    "hm let me think okay {base}", "for god's sake {base}", "would you be able to {base}",
    "you should {base}",
    "see if you can {base}", "can't you {base}", "{base} before i forget", "{base} i almost forgot",
    "{base} my hands are full",
)  # fmt: skip
KEEPING = (
    "leave {target} {other}", "keep {target} {other}", "leave {target} {other} please",
    "please leave {target} {other}",
    "{target} should stay {other}", "{target} can stay {other}", "no leave {target} {other}",
    "please keep {target} {other}",
    "i want {target} to stay {other}", "just leave {target} {other}", "could you leave {target} {other}",
    "i'd like {target} to stay {other}", "make sure {target} stays {other}", "let {target} stay {other}",
)  # fmt: skip
"""A state that has to stay: a prohibition of switching `{target}`, which is now `{other}`."""
SWITCHED = (
    "{target} is already {state}", "{target} is {state} now", "{target} is {state}",
    "i see {target} is {state}",
    "oh {target} is {state} already", "{target} was {state} all night", "i think {target} is {state}",
)  # fmt: skip
STATES = (
    "is {target} {state}", "is {target} still {other}", "is {target} {other}", "is {target} {state} now",
    "do you know if {target} is {state}",
    "why is {target} {other}", "was {target} {state} this morning", "can you check if {target} is {state}",
    "is {target} {state} or {other}",
    "how long has {target} been {other}",
)  # fmt: skip
THING_PROHIBITIONS = (
    "i don't want {thing}", "i don't need {thing}", "we don't want {thing}", "don't make me {thing}",
    "don't give me {thing}",
    "please don't bring me {thing}", "don't get me {thing}", "do not order {thing}",
    "don't order me {thing}", "not {thing}",
    "not {thing} please", "anything but {thing}", "i won't be having {thing}", "i'm not asking for {thing}",
    "you don't need to get me {thing}", "no need for {thing}", "i'd rather not have {thing}",
    "i don't feel like {thing}",
    "no {bare} for me", "no {bare} please", "no {bare} for me thanks", "no {bare} today",
    "i don't want any {bare}",
    "i don't fancy {thing}", "never get me {thing}", "um i don't want {thing}", "please no {bare}",
    "i wouldn't want {thing}", "no thanks i don't need {thing}", "i said i don't want {thing}",
    "she doesn't want {thing}", "my wife doesn't want {thing}",
)  # fmt: skip
THING_STATEMENTS = (
    "i already had {thing}", "i had {thing} this morning", "i always have {thing}", "i usually order {thing}",
    "i always order {thing}", "you already gave me {thing}", "i've already got {thing}", "i just had {thing}",
    "{they} ordered {thing}", "{they} always orders {thing}", "{they} had {thing} yesterday",
    "{they} likes {thing}",
    "i didn't order {thing}", "i didn't ask for {thing}", "we had {thing} last time",
    "i've already ordered {thing}",
    "i already ordered {thing}", "that's not {thing}", "i got {thing} yesterday", "i paid for {thing}",
    "{they} is having {thing}", "i would have ordered {thing}", "i nearly ordered {thing}",
    "i was going to order {thing}",
    "i ordered {thing} ten minutes ago", "i never order {thing}", "{they} recommended {thing}",
)  # fmt: skip
THING_QUESTIONS = (
    "how much is {thing}", "how much does {thing} cost", "what does {thing} cost", "did i order {thing}",
    "have i ordered {thing}",
    "did you get me {thing}", "has {they} ordered {thing}", "did anyone order {thing}",
    "what's the price of {thing}",
    "how long does {thing} take", "is {thing} expensive", "did i already ask for {thing}",
    "do many people order {thing}",
    "who ordered {thing}", "how much would {thing} be", "did you say {thing}", "why did i get {thing}",
    "how long would {thing} take",
)  # fmt: skip
THING_REQUESTS = (
    "{thing} please", "can i get {thing}", "could i have {thing}", "i'd like {thing}", "i'll have {thing}",
    "get me {thing}",
    "could you get me {thing}", "i'll take {thing} please", "um {thing}", "{thing} for me",
    "may i have {thing}", "i want {thing}",
    "we'd like {thing}", "let me have {thing}", "how about {thing}", "hi can i have {thing} please",
    "i think i'll have {thing}",
    "er can i get {thing}", "would you get me {thing}", "i could do with {thing}", "i fancy {thing}",
    "i'm after {thing}",
    "{thing} thanks", "i feel like {thing}", "hello {thing} please", "i guess i'll have {thing}",
    "just {thing}",
    "why don't you get me {thing}", "i'd love {thing}", "would you mind getting me {thing}", "i need {thing}",
)  # fmt: skip
