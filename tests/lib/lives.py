"""What is written when in the pretended life of many cases, for tests/lib/life: of each case a list
of letters at their moments, made by a seed.  Whoever adds a kind of life adds a function to KINDS.
"""
import collections
import datetime
import random

BEGIN = datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.timezone.utc)
DESK = "support@example.org"
PROVEN = "Authentication-Results: mx.example.org; dmarc=pass\n"
SAM, TINA = "Sam Staff <sam@staff.test>", "Tina Staff <tina@staff.test>"
# What staff does to a case some day, and what customers do when it is their turn.
ORDERS = ["#feedback", "#feedback", "#feedback", "#released 2.4.1", "#needinfo", "#needinfo",
          "#escalated", "#done", "#done", "#done", "#dev", "#mine", "#severity High",
          "#severity Low", "#note Looks odd.", "Is it plugged in?", "Is it plugged in?\n\n#feedback"]
WORDS = ["It still prints stripes.", "Thanks, but it still fails.", "#reopen", "#done", "Thank you!",
         "Vielen Dank, es funktioniert wieder.", "#rate 4", "#rate 1\n\nThat took long.",
         "What is the status?"]

Letter = collections.namedtuple("Letter", "mail sender recipient")


class Story:
    """A case that writes its letters; `day` is where it stands."""

    def __init__(self, case, day, fate, domain):
        self.case = case
        self.day = day
        self.fate = fate
        self.customer = "c%d@%s" % (case, domain)
        self.domain = domain
        self.letters = []  # (minutes since BEGIN, Letter)

    def later(self, *days):
        self.day += self.fate.choice(days)

    def date(self, days):
        """So many days from here, as people write it."""
        return (BEGIN + datetime.timedelta(days=self.day + days)).strftime("%Y-%m-%d")

    def write(self, sender, text, proven=True, robot=False, to=DESK, minutes=0):
        n = len(self.letters)
        first = "<first%d@%s>" % (self.case, self.domain)
        mail = ("From: %s\nTo: %s\nSubject: %s\nMessage-ID: %s\n"
                "Date: Sun, 22 Nov 2026 12:00:00 +0000\n%s%s%s\n%s\n" % (
                    sender, to, "Case %d" % self.case if n == 0 else "Re: Case %d" % self.case,
                    first if n == 0 else "<mail%d.%d@%s>" % (self.case, n, self.domain),
                    "In-Reply-To: %s\n" % first if n else "", PROVEN if proven else "",
                    "Auto-Submitted: auto-replied\n" if robot else "", text))
        envelope = sender.split("<")[-1].rstrip(">")
        self.letters.append((self.day * 24 * 60 + minutes, Letter(mail, envelope, to)))

    def staff(self, text, who=SAM, minutes=0):
        self.write(who, text, minutes=minutes)

    def customers(self, text, minutes=0, to=DESK):
        self.write(self.customer, text, to=to, minutes=minutes)


def plain(story):
    story.customers("It prints in purple.")


def rated(story):
    story.customers("How do I print in blue?")
    story.later(1, 3)
    story.staff("By the menu.\n\n#done")
    story.later(1, 5, 9)
    story.customers(story.fate.choice(["5", "#rate 4", "#rate 1\n\nThat took long."]))


def form(story):
    """Some of the fields, then perhaps the rest, or staff does without."""
    story.customers("Project: Shop %d\nImpact: quite bad\n\nThe import stops each night, and "
                    "nobody knows why." % story.case, to="support+bug@example.org")
    story.later(2, 3, 9)
    if story.fate.random() < 0.3:
        story.staff("#waive")
    elif story.fate.random() < 0.8:
        story.customers("Impact: cosmetic")
        story.later(1, 8)
        story.customers("Test environment: 7.4.1")


def event(story):
    """A go-live that may move, or be closed before its day."""
    story.customers("Project: Shop France\nStart: %s 18:00\nEnd: %s\nContact: lead@%s" % (
        story.date(6), story.date(7), story.domain), to="support+golive@example.org")
    if story.fate.random() < 0.5:
        story.day += 2
        story.staff("#ask Start")
        story.day += 1
        story.customers("Start: %s 06:00" % story.date(9))
    story.later(1, 7, 12)
    story.staff(story.fate.choice(["#done", "#mine"]))


def eta(story):
    """It is set, perhaps moved or taken back, and passes."""
    story.customers("When can you mend it?")
    story.later(1, 2)
    story.staff("#mine\n#eta %s" % story.date(8))
    chance = story.fate.random()
    if chance < 0.6:
        story.later(3, 8)
        story.staff("#eta none" if chance < 0.2 else "#eta %s 15:00" % story.date(6))
    story.later(9, 14)
    story.staff("#feedback")


def emergency(story):
    """Declared or asked for; taken at once, after some alarms, or never, for it is none."""
    if story.fate.random() < 0.5:
        story.customers("Risk: Revenue\nImpact: No orders in all stores.",
                        to="support+emergency@example.org")
    else:
        story.customers("Nothing goes any more.\n\n#emergency")
    chance = story.fate.random()
    if chance < 0.2:
        story.staff("#emergency none", minutes=30)
        return
    if chance < 0.5:
        story.staff("#emergency confirmed", minutes=30)
    story.later(0, 0, 2)
    story.staff("We are on it.", who=TINA, minutes=story.fate.choice([60, 120, 240]))
    story.later(1, 2)
    story.staff("#emergency resolved")


def mention(story):
    """A colleague who is told for two weeks."""
    story.customers("It prints in green. @dora@%s knows more." % story.domain)
    story.later(5, 13)
    story.staff("Which green is it?")
    story.later(9, 13)
    story.customers("The dark one.")
    if story.fate.random() < 0.5:
        story.later(1)
        story.staff("@dora@%s: is it dark?" % story.domain)


def ticket(story):
    key = "ABC-%d" % story.case
    story.customers("It crashes.")
    story.later(1, 3)
    story.staff("#dev\n#link %s in progress" % key)
    story.later(4, 9)
    story.staff(story.fate.choice(["#link %s done\n#released 2.5" % key, "#link -%s" % key,
                                   "It will be mended.\n\n#link %s in review" % key]))


def promised(story):
    """Staff is slow, and the contract says how slow it may be."""
    story.customers("The export is empty.")
    story.later(0, 1)
    story.staff("#severity %s" % story.fate.choice(["High", "Critical"]), minutes=30)
    story.day += 1
    story.staff("We look at it.")
    story.later(4, 8)
    story.staff(story.fate.choice(["There will be a new version.", "#needinfo", "#done"]))


# With the share of the cases that live so, in 20, so that a score of cases has them all.
KINDS = [plain] * 6 + [rated] + [form] * 3 + [event] * 2 + [eta] * 2 + [emergency] * 2 + [promised] * 2 + \
    [mention, ticket]
CONTRACTS = {event: ["gold.test", "customer.test"], emergency: ["gold.test", "silver.test"],
             mention: ["silver.test", "gold.test"], promised: ["gold.test", "silver.test"]}


def go_on(story):
    """What may happen to any case."""
    for _ in range(story.fate.randrange(1, 6)):
        story.later(1, 1, 2, 3, 5, 8, 13, 21, 40)
        if story.fate.random() < 0.45:
            story.staff(story.fate.choice(ORDERS))
            continue
        robot = story.fate.random() < 0.25
        story.write(story.customer, "I am away." if robot else story.fate.choice(WORDS),
                    proven=robot or story.fate.random() < 0.7, robot=robot)


def script(cases, length, seed):
    """The letters at each moment, in the order of time; at most one of each case at a time."""
    fate = random.Random(seed)
    moments = collections.defaultdict(list)
    for case in range(cases):
        kind = KINDS[case % len(KINDS)]
        domains = CONTRACTS.get(kind, ["customer.test"] * 4 + ["gold.test", "silver.test"])
        story = Story(case, fate.randrange(max(length - 30, 1)), fate,
                      domains[case // len(KINDS) % len(domains)])
        kind(story)
        go_on(story)
        for minutes, letter in story.letters:
            if minutes < length * 24 * 60:
                moments[minutes].append(letter)
    return [(BEGIN + datetime.timedelta(minutes=m), moments[m]) for m in sorted(moments)]
