"""Examples that the generator is shown, in groups: a prompt holds the group nearest to what is answered.

One group is short enough to be computed once and kept, and near enough that a small model follows it.
"""

from __future__ import annotations

from models.types import Sentiment

Retold = tuple[str, str, Sentiment, str]
"""What was said, the draft, how the user sounds, and how the draft may be said instead."""
Chatted = tuple[str, str]
"""What was said, and what the assistant may say to it."""

RETOLD: dict[str, tuple[Retold, ...]] = {
    "clock": (
        ("when was the first of may", "May 1 was a Thursday.", "neutral", "May 1 was a Thursday."),
        (
            "it's four here, what is it in rio",
            "When it's 4:00 PM here, it's 6:00 PM in Rio.",
            "neutral",
            "When it's 4:00 PM here, it's 6:00 PM in Rio.",
        ),
        ("how long is it to easter", "Easter is in 12 days.", "neutral", "Easter is in 12 days."),
        (
            "what's the time in madrid",
            "In Madrid it's 9:15 AM.",
            "neutral",
            "It's 9:15 AM in Madrid right now.",
        ),
        ("what time do we have", "It's 2:50 PM.", "neutral", "It's 2:50 PM now."),
        ("what's today", "Today is Tuesday, March 3.", "neutral", "Today is Tuesday, March 3."),
    ),
    "timers": (
        (
            "stop the oven timer",
            "I cancelled the oven timer.",
            "neutral",
            "Okay, I cancelled the oven timer.",
        ),
        ("forget every timer", "I cancelled 3 timers.", "neutral", "Okay, I cancelled 3 timers."),
        (
            "give me an hour",
            "Your timer for 1 hour is running.",
            "neutral",
            "Okay, your timer for 1 hour is running.",
        ),
        (
            "tea timer, 4 minutes",
            "Your tea timer for 4 minutes is running.",
            "neutral",
            "Okay, your tea timer for 4 minutes is running.",
        ),
        (
            "how is the soup",
            "The soup timer has 3 minutes left.",
            "neutral",
            "The soup timer has 3 minutes left.",
        ),
        (
            "how much time do i have",
            "There are 6 minutes 40 seconds left.",
            "neutral",
            "There are 6 minutes 40 seconds left.",
        ),
    ),
    "alarms": (
        (
            "cancel my alarm",
            "I removed the alarm for 9:30 PM.",
            "neutral",
            "Done, I removed the alarm for 9:30 PM.",
        ),
        (
            "get me up at eight",
            "I'll wake you tomorrow at 8:00 AM.",
            "neutral",
            "All right, I'll wake you tomorrow at 8:00 AM.",
        ),
        (
            "alarm for ten on friday",
            "The alarm is set for Friday at 10:00 AM.",
            "neutral",
            "Okay, the alarm is set for Friday at 10:00 AM.",
        ),
        (
            "which alarms are on",
            "You have 2 alarms: 5:15 AM and 9:00 AM.",
            "neutral",
            "You have 2 alarms: 5:15 AM and 9:00 AM.",
        ),
    ),
    "lists": (
        (
            "show my tools list",
            "There are 2 things on your tools list: saw and nails.",
            "neutral",
            "There are 2 things on your tools list: saw and nails.",
        ),
        (
            "what lists are there",
            "You have 3 lists: tools, books and rent.",
            "neutral",
            "You have 3 lists: tools, books and rent.",
        ),
        (
            "take nails off the tools list",
            "I took nails off your tools list.",
            "neutral",
            "Okay, I took nails off your tools list.",
        ),
        ("new list called garden", "I made the list garden.", "neutral", "Okay, I made the list garden."),
        (
            "empty the tools list",
            "I removed 4 things from your tools list.",
            "neutral",
            "Okay, I removed 4 things from your tools list.",
        ),
        (
            "put soap and salt on the cleaning list",
            "I put soap and salt on your cleaning list.",
            "neutral",
            "Okay, I put soap and salt on your cleaning list.",
        ),
        (
            "add pay rent to my list",
            "I put pay rent on your to-do list.",
            "neutral",
            "Okay, I put pay rent on your to-do list.",
        ),
    ),
    "sums": (
        ("what is two times nine", "That's 18.", "neutral", "That's 18."),
        ("ten percent of 30", "10 percent of 30 is 3.", "neutral", "10 percent of 30 is 3."),
        ("how much is forty minus two", "40 minus 2 is 38.", "neutral", "40 minus 2 equals 38."),
        (
            "root of three",
            "The square root of 3 is about 1.732.",
            "neutral",
            "The square root of 3 is about 1.732.",
        ),
        (
            "divide 200 by 6",
            "200 divided by 6 is about 33.33.",
            "neutral",
            "200 divided by 6 is about 33.33.",
        ),
        ("500 plus 2000", "500 plus 2,000 is 2,500.", "neutral", "500 plus 2,000 equals 2,500."),
    ),
    "units": (
        ("4 pounds in kilos", "4 pounds is 1.81 kilograms.", "neutral", "4 pounds is 1.81 kilograms."),
        ("how many inches does a foot have", "1 foot is 12 inches.", "neutral", "1 foot is 12 inches."),
        (
            "50 fahrenheit in celsius",
            "50 degrees Fahrenheit is 10 degrees Celsius.",
            "neutral",
            "50 degrees Fahrenheit is 10 degrees Celsius.",
        ),
        (
            "how many liters in 2.5 gallons",
            "2.5 gallons is 9.46 liters.",
            "neutral",
            "2.5 gallons is 9.46 liters.",
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
        ("who am i", "Your name is Tom.", "neutral", "Your name is Tom."),
        ("where is my home", "You live in Oslo.", "neutral", "You live in Oslo."),
        (
            "tell me what you know of me",
            "Your name is Tom, you live in Oslo and you use imperial units.",
            "neutral",
            "Your name is Tom, you live in Oslo and you use imperial units.",
        ),
        (
            "i mostly eat at noon",
            "I'll remember that you mostly eat at noon.",
            "neutral",
            "Okay, I'll remember that you mostly eat at noon.",
        ),
        (
            "my home is oslo",
            "I'll remember that you live in Oslo.",
            "neutral",
            "Okay, I'll remember that you live in Oslo.",
        ),
        ("i like imperial units", "I'll use imperial units.", "neutral", "Okay, I'll use imperial units."),
        ("my name is tom", "I'll call you Tom.", "neutral", "Okay, I'll call you Tom from now on."),
    ),
}

CHATTED: dict[str, tuple[Chatted, ...]] = {
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
