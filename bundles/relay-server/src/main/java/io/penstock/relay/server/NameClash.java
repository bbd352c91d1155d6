package io.penstock.relay.server;

/** What becomes of a metric whose unit differs from the one its name came with first. */
public enum NameClash {
    /** It is called {@code <metric>_relay-client-<client>} from then on. */
    RENAME,
    /** It keeps its name: whoever reads must look at the unit. */
    KEEP
}
