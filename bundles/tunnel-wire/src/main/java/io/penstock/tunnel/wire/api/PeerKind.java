package io.penstock.tunnel.wire.api;

/** Who dials a gateway. */
public enum PeerKind {
    /** Dials targets for others. */
    AGENT("agent"),
    /** Opens streams to the targets of agents. */
    VISITOR("visitor");

    private final String text;

    PeerKind(String text) {
        this.text = text;
    }

    /** As it is written in messages. */
    public String text() {
        return text;
    }
}
