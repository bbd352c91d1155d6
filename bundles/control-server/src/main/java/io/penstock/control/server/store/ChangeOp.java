package io.penstock.control.server.store;

/** What became of a row. */
public enum ChangeOp {
    CREATED, CHANGED, DELETED
}
