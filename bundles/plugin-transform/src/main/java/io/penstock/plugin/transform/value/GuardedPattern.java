package io.penstock.plugin.transform.value;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java regular expression that cannot run away on hostile input: the matcher reads the input through a text that counts
 * its steps (characters looked at) and stops at {@link #STEPS_FREE}, plus {@link #STEPS_PER_CHAR} for each of the first
 * {@link #COSTLY_CHARS} characters of input, plus {@link #STEPS_PER_FURTHER_CHAR} for each further one. An ordinary pattern
 * needs one to ten steps per character; a {@link StraightPattern} that matches needs no matcher at all. One owner thread;
 * {@link #start}, {@link #end} and {@link #group} tell of the last successful {@link #find}.
 */
public final class GuardedPattern {
    /** Steps allowed for each character of input; about a millisecond for a line of a few hundred characters. */
    public static final int STEPS_PER_CHAR = 1_000;
    /** So many characters get that much: with it, even a megabyte takes a fraction of a second. */
    public static final int COSTLY_CHARS = 16_384;
    /** Steps allowed for each character after those. */
    public static final int STEPS_PER_FURTHER_CHAR = 50;
    /** Steps allowed besides, so that short inputs are not refused for a pattern's fixed costs. */
    public static final int STEPS_FREE = 10_000;

    private final CountedText text = new CountedText();
    private final Matcher matcher;
    private final Optional<StraightPattern> straight;
    private boolean foundStraight;

    /** Guards a pattern. */
    public GuardedPattern(Pattern pattern) {
        this.matcher = pattern.matcher(text);
        this.straight = StraightPattern.of(pattern);
    }

    /** As {@link #find}, but faster where a simple pattern matches from the beginning; no {@link #findNext} after it. */
    public boolean findFirst(String input) {
        if (straight.isPresent() && straight.get().find(input)) {
            text.take(input);
            foundStraight = true;
            return true;
        }
        return find(input);
    }

    /** Looks for the first match in a new input. */
    public boolean find(String input) {
        foundStraight = false;
        text.take(input);
        matcher.reset();
        return findNext();
    }

    /**
     * Looks for the next match in the same input, within what is left of its steps.
     *
     * @throws PenstockException INVALID ({@code regex.budget}) when the steps are used up, naming the pattern
     */
    public boolean findNext() {
        try {
            return matcher.find();
        } catch (OutOfSteps | StackOverflowError e) {
            throw tooCostly(e);
        }
    }

    /** Whether the whole input matches; otherwise as {@link #find}. */
    public boolean matches(String input) {
        foundStraight = false;
        text.take(input);
        matcher.reset();
        try {
            return matcher.matches();
        } catch (OutOfSteps | StackOverflowError e) {
            throw tooCostly(e);
        }
    }

    private PenstockException tooCostly(Throwable why) {
        String cause = why instanceof OutOfSteps ? "needs more than " + steps(text.length()) + " steps"
                : "nests too deeply";
        return new PenstockException(ErrorKind.INVALID, "regex.budget", "the pattern \"" + matcher.pattern()
                + "\" " + cause + " for an input of " + text.length()
                + " characters: give it less to repeat, or possessive quantifiers such as \"*+\"");
    }

    private static long steps(int chars) {
        int costly = Math.min(chars, COSTLY_CHARS);
        return STEPS_FREE + (long) STEPS_PER_CHAR * costly + (long) STEPS_PER_FURTHER_CHAR * (chars - costly);
    }

    /** What a group of the match holds, or a null reference when the group took no part in it. */
    public String group(int index) {
        if (foundStraight) {
            return text.text.substring(straight.get().start(index), straight.get().end(index));
        }
        int start = matcher.start(index);
        return start < 0 ? null : text.text.substring(start, matcher.end(index));
    }

    /** Where the match begins. */
    public int start() {
        return foundStraight ? straight.get().start(0) : matcher.start();
    }

    /** Where the match ends. */
    public int end() {
        return foundStraight ? straight.get().end(0) : matcher.end();
    }

    private static final class CountedText implements CharSequence {
        private String text = "";
        private long left;

        void take(String input) {
            text = input;
            left = steps(input.length());
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw OutOfSteps.INSTANCE;
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A signal, not a failure: made once, without a stack trace. */
    private static final class OutOfSteps extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final OutOfSteps INSTANCE = new OutOfSteps();

        private OutOfSteps() {
            super("out of steps", null, false, false);
        }
    }
}
