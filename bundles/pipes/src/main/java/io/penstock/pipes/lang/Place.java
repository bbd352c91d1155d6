package io.penstock.pipes.lang;

/** Where in the text, counted from 1. Immutable. */
record Place(int line, int column) {
    static final Place START = new Place(1, 1);
}
