package io.penstock.pipes.api;

/** How a pipe is drawn. */
public enum GraphFormat {
    /** For Markdown pages and browsers. */
    MERMAID,
    /** For Graphviz. */
    DOT,
    /** For programs. */
    JSON
}
