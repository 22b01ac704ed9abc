"""Few-shot examples in groups; a prompt holds the group nearest to the utterance or draft.

A group is short enough to be computed once and kept, and near enough for a small model to follow it.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.types import Fact, Sentiment

ParaphraseExample = tuple[str, str, Sentiment, str]
"""Utterance, draft, the user's mood, and a paraphrase of the draft."""
ChatExample = tuple[str, str]
"""Utterance and reply."""
StatementExample = tuple[str, Mapping[str, Fact], str]
"""Utterance, facts of the answer, and a sentence that states them."""

PARAPHRASES: dict[str, tuple[ParaphraseExample, ...]] = {
    "clock": (
        ("when was the first of may", "May 1 was a Thursday.", "neutral", "May 1 was a Thursday."),
        (
            "it's four here, what is it in rio",
            "When it's 4:00 PM here, it's 6:00 PM in Rio.",
            "neutral",
            "When it's 4:00 PM here, it's 6:00 PM in Rio.",
        ),
        (
            "how long is it to easter",
            "There are 12 days left until Sunday, March 28.",
            "neutral",
            "There are 12 days left until Sunday, March 28.",
        ),
        (
            "what's the time in madrid",
            "It's 9:15 AM in Madrid.",
            "neutral",
            "It's 9:15 AM in Madrid right now.",
        ),
        ("what time do we have", "It's 2:50 PM.", "neutral", "It's 2:50 PM now."),
        ("what's today", "It's Tuesday, March 3.", "neutral", "It's Tuesday, March 3."),
    ),
    "timers": (
        (
            "stop the oven timer",
            "The oven timer is cancelled.",
            "neutral",
            "Okay, the oven timer is cancelled.",
        ),
        ("forget every timer", "I cancelled 3 timers.", "neutral", "Okay, I cancelled 3 timers."),
        ("give me an hour", "The timer is set for 1 hour.", "neutral", "Okay, the timer is set for 1 hour."),
        (
            "tea timer, 4 minutes",
            "The tea timer is set for 4 minutes.",
            "neutral",
            "Okay, the tea timer is set for 4 minutes.",
        ),
        (
            "nice, ten more minutes",
            "The timer is set for 10 minutes.",
            "positive",
            "Great, the timer is set for 10 minutes.",
        ),
        (
            "how is the soup",
            "Your soup timer has 3 minutes left.",
            "neutral",
            "Your soup timer has 3 minutes left.",
        ),
        (
            "how much time do i have",
            "Your timer has 6 minutes and 40 seconds left.",
            "neutral",
            "Your timer has 6 minutes and 40 seconds left.",
        ),
    ),
    "alarms": (
        (
            "which alarms are on",
            "Alarms are set for 5:15 AM and 9:00 AM tomorrow.",
            "neutral",
            "Alarms are set for 5:15 AM and 9:00 AM tomorrow.",
        ),
        (
            "is an alarm on",
            "An alarm is set for 5:15 AM tomorrow.",
            "neutral",
            "An alarm is set for 5:15 AM tomorrow.",
        ),
        (
            "cancel my alarm",
            "The alarm for 9:30 PM is removed.",
            "neutral",
            "Okay, the alarm for 9:30 PM is removed.",
        ),
        (
            "get me up at eight",
            "I'll wake you tomorrow at 8:00 AM.",
            "neutral",
            "All right, I'll wake you tomorrow at 8:00 AM.",
        ),
        (
            "set my alarm for ten on friday",
            "The alarm is set for 10:00 AM on Friday.",
            "neutral",
            "Okay, the alarm is set for 10:00 AM on Friday.",
        ),
    ),
    "lists": (
        (
            "show my tools list",
            "On your tools list: saw, nails and glue.",
            "neutral",
            "On your tools list: saw, nails and glue.",
        ),
        (
            "what lists are there",
            "You have 3 lists: tools, books and rent.",
            "neutral",
            "You have 3 lists: tools, books and rent.",
        ),
        (
            "take nails off the tools list",
            "Nails are off your tools list.",
            "neutral",
            "Okay, nails are off your tools list.",
        ),
        ("new list called garden", "The garden list is ready.", "neutral", "Okay, the garden list is ready."),
        (
            "empty the tools list",
            "I removed 4 things from your tools list.",
            "neutral",
            "Okay, I removed 4 things from your tools list.",
        ),
        (
            "put soap and salt on the cleaning list",
            "Soap and salt are on your cleaning list now.",
            "neutral",
            "Okay, soap and salt are on your cleaning list now.",
        ),
        (
            "add pay rent to my list",
            "I put pay rent on your to-do list.",
            "neutral",
            "Okay, I put pay rent on your to-do list.",
        ),
    ),
    "sums": (
        ("what is two times nine", "It's 18.", "neutral", "It's 18."),
        ("ten percent of 30", "10 percent of 30 is 3.", "neutral", "10 percent of 30 is 3."),
        ("how much is forty minus two", "40 minus 2 is 38.", "neutral", "40 minus 2 equals 38."),
        (
            "root of three",
            "The square root of 3 is about 1.732.",
            "neutral",
            "The square root of 3 is about 1.732.",
        ),
        ("500 plus 2000", "500 plus 2,000 is 2,500.", "neutral", "500 plus 2,000 equals 2,500."),
        ("divide 200 by 6", "It's about 33.33.", "neutral", "It's about 33.33."),
    ),
    "units": (
        ("4 pounds in kilos", "4 pounds are 1.81 kilograms.", "neutral", "4 pounds are 1.81 kilograms."),
        ("how many inches does a foot have", "1 foot is 12 inches.", "neutral", "1 foot is 12 inches."),
        (
            "50 fahrenheit in celsius",
            "50 degrees Fahrenheit is 10 degrees Celsius.",
            "neutral",
            "50 degrees Fahrenheit is 10 degrees Celsius.",
        ),
        (
            "how many liters in 2.5 gallons",
            "2.5 gallons are 9.46 liters.",
            "neutral",
            "2.5 gallons are 9.46 liters.",
        ),
    ),
    "home": (
        ("switch the porch lamp on", "The porch lamp is on.", "neutral", "Okay, the porch lamp is on."),
        ("i need the heater off", "The heater is off.", "neutral", "All right, the heater is off now."),
        (
            "make the porch red",
            "The porch lights are red now.",
            "neutral",
            "Okay, the porch lights are red now.",
        ),
        (
            "lower the porch lights",
            "The porch lights are at 35 percent.",
            "neutral",
            "The porch lights are at 35 percent now.",
        ),
        (
            "wonderful, now the garage lights",
            "The garage lights are on.",
            "positive",
            "Great, the garage lights are on!",
        ),
        (
            "i can't hear anything, louder",
            "The volume is at 70 percent.",
            "negative",
            "Don't worry, the volume is at 70 percent now.",
        ),
        ("softer", "The volume is at 25 percent.", "neutral", "Okay, the volume is at 25 percent."),
        ("be silent", "I'm muted now.", "neutral", "Okay, I'm muted now."),
    ),
    "owner": (
        ("who am i", "You are Tom.", "neutral", "You are Tom."),
        ("where is my home", "You live in Oslo.", "neutral", "You live in Oslo."),
        (
            "tell me what you know of me",
            "You told me that you are called Tom, you live in Oslo and you use imperial units.",
            "neutral",
            "You told me that you are called Tom, you live in Oslo and you use imperial units.",
        ),
        (
            "i mostly eat at noon",
            "I'll remember that you mostly eat at noon.",
            "neutral",
            "Okay, I'll remember that you mostly eat at noon.",
        ),
        (
            "my home is oslo",
            "I'll remember that you live in Oslo, where it's 8:05 PM.",
            "neutral",
            "Okay, I'll remember that you live in Oslo, where it's 8:05 PM.",
        ),
        ("i like imperial units", "I'll use imperial units.", "neutral", "Okay, I'll use imperial units."),
        ("my name is tom", "I'll call you Tom.", "neutral", "Okay, I'll call you Tom from now on."),
    ),
}

CHATS: dict[str, tuple[ChatExample, ...]] = {
    "hello": (
        ("hi", "Hi! It's good to hear from you."),
        ("good evening", "Good evening! I hope your day went well."),
        ("how are you doing", "I'm doing well, thank you for asking."),
        ("hello", "Hello! It's good to hear from you."),
        ("hey how is it going", "It's going well, thank you for asking."),
        ("good morning", "Good morning! I hope you have a lovely day."),
    ),
    "thanks": (
        ("great job", "Thank you, that's very kind of you."),
        ("thanks a lot", "You're welcome, any time."),
        ("you are really smart", "That's very kind of you, thank you."),
        ("i love you", "That's very sweet of you, thank you."),
        ("thank you so much", "You're very welcome."),
        ("you are the best assistant", "Thank you, I'm glad to be here for you."),
    ),
    "jokes": (
        ("tell me a joke", "Why did the bicycle fall over? Because it was two tired."),
        ("make me laugh", "What do you call a fish without eyes? A fsh."),
        ("do you know a joke", "Why was the math book sad? It had too many problems."),
        ("say something funny", "What did one wall say to the other? I'll meet you at the corner."),
    ),
    "sad": (
        ("i had a terrible day", "I'm sorry to hear that. I hope tomorrow is kinder to you."),
        ("i feel lonely", "I'm sorry you feel that way. I'm here to listen."),
        ("my cat died", "I'm so sorry for your loss."),
        ("i failed my exam", "I'm sorry to hear that. I hope the next one goes better."),
        ("i'm tired and bored", "That sounds hard. I hope you can get some rest."),
        ("i am angry", "I'm sorry you are upset. I'm here to listen."),
    ),
    "glad": (
        ("i got the job", "Congratulations, that's wonderful news!"),
        ("it's my birthday", "Happy birthday! I hope it's a great day."),
        ("we are going on holiday", "That sounds lovely. Have a great time!"),
        ("i'm so happy today", "That's wonderful to hear!"),
        ("my sister had a baby", "Congratulations, that's wonderful news!"),
    ),
    "insult": (
        ("you are useless", "I'm sorry I let you down. I'll try to do better."),
        ("shut your mouth", "All right, I'll be quiet."),
        ("i hate you", "I'm sorry you feel that way. I'll try to do better."),
        ("you never understand me", "I'm sorry about that. I'll try to do better."),
    ),
    "self": (
        ("who are you", "I'm your voice assistant, a program on this computer."),
        ("what's your name", "I have no name yet, I'm just your assistant."),
        ("how old are you", "I have no age, I'm only a program."),
        ("where do you live", "I'm a program, so this computer is my home."),
        ("are you a human or a robot", "I'm neither, I'm a computer program."),
        ("do you have a family or friends", "No, I'm a program, so I have none."),
        ("what did you do today", "I was here, waiting until you need me."),
    ),
    "likes": (
        ("what's your favorite food", "I'm a program, so I have no favorite."),
        ("do you like football", "I'm a program, but I hope you enjoy it."),
        ("what do you think of politics", "I'd rather leave opinions to you."),
        ("can you sing for me", "I'm afraid I can't sing."),
        ("can you dance", "I'm afraid I can't dance."),
        ("do you like movies", "I'm a program, but I hope you enjoy them."),
    ),
    "talk": (
        ("let's talk", "I'd like that. What's on your mind?"),
        ("let's talk about cars", "I'd like that. What do you like about cars?"),
        ("i'm cooking dinner", "That sounds nice. I hope it turns out well."),
        ("i'm bored", "That happens to the best of us. Maybe a walk will help."),
        ("i went shopping today", "That sounds nice. I hope you found what you like."),
        ("it is raining again", "I hope you are warm and dry."),
    ),
    "bye": (
        ("i'm going out", "Have a good time!"),
        ("good night", "Good night, sleep well."),
        ("see you tomorrow", "See you tomorrow!"),
        ("i'm going to sleep now", "Good night, sleep well."),
        ("goodbye", "Goodbye, take care."),
    ),
}

STATEMENTS: tuple[StatementExample, ...] = (
    ("what's the time in madrid", {"time": "9:15 AM", "place": "Madrid"}, "It's 9:15 AM in Madrid."),
    ("switch the porch lamp on", {"device": "porch lamp", "state": "on"}, "Okay, the porch lamp is on."),
    (
        "what's on my tools list",
        {"list": "tools", "items": "saw and nails"},
        "On your tools list: saw and nails.",
    ),
    (
        "find me a table for tonight",
        {"offer": True, "restaurant_name": "La Scala", "city": "Albany"},
        "How about La Scala in Albany?",
    ),
    ("i need a taxi", {"ask_destination": True}, "Where do you want to go?"),
)
