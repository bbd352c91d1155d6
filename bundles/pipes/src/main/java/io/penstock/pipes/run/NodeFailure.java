package io.penstock.pipes.run;

/** A node that cannot go on, and with it its pipe. */
final class NodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String node;

    NodeFailure(String node, String reason) {
        super(reason);
        this.node = node;
    }

    String node() {
        return node;
    }
}
