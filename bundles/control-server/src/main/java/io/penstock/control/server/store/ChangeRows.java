package io.penstock.control.server.store;

/** Changes as rows. */
final class ChangeRows {
    static final String AFTER = "select seq, at, kind, id, op, version, actor from changes where seq > ? order by seq limit ?";

    private ChangeRows() {
    }

    static Change read(Row row) {
        return new Change(row.number("seq"), row.time("at"), ChangeKind.valueOf(row.text("kind")), row.text("id"),
                ChangeOp.valueOf(row.text("op")), row.number("version"), row.text("actor"));
    }
}
