package io.penstock.plugin.jdbc;

import io.penstock.core.event.Unsigned;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Points into PostgreSQL by {@code COPY … (FORMAT binary)}, within the transaction that is open.
 * <pre>
 * +--------------------+-----------+-----------------+  +----------------------------------+  +--------+
 * | "PGCOPY\n\377\r\n\0" | flags i32 | extension i32 0 |  | columns i16 | (length i32 | data)… |… | -1 i16 |
 * +--------------------+-----------+-----------------+  +----------------------------------+  +--------+
 * </pre>
 */
final class CopiedPoints implements PointWriter {
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0,
        0, 0, 0, 0, 0, 0, 0, 0};
    /** More than any row takes: the columns' number, five lengths, and at most 8 + 2 + 8 + 18 + 8 bytes. */
    private static final int MAX_ROW_BYTES = 80;
    private static final int INITIAL_BYTES = 64 << 10;
    private static final int KEPT_BYTES = 4 << 20;
    private static final int NULL = -1;

    private final PGConnection connection;
    private final String copy;
    private final PointTime time;
    private ByteBuffer rows;

    CopiedPoints(Connection connection, String table, PointTime time) throws SQLException {
        this.connection = connection.unwrap(PGConnection.class);
        this.copy = "COPY " + table + " (" + time.columns() + ", series, value_uint, value_float) FROM STDIN (FORMAT binary)";
        this.time = time;
        this.rows = empty(INITIAL_BYTES);
    }

    private static ByteBuffer empty(int bytes) {
        return ByteBuffer.allocate(bytes).put(HEADER);
    }

    @Override
    public void add(long series, Instant at, Number value) {
        long when = time.toLong(at);
        if (rows.remaining() < MAX_ROW_BYTES) {
            rows = ByteBuffer.allocate(rows.capacity() * 2).put(rows.flip());
        }
        rows.putShort((short) (time == PointTime.TIMESTAMP ? 5 : 4)).putInt(Long.BYTES).putLong(when);
        if (time == PointTime.TIMESTAMP) {
            rows.putInt(Short.BYTES).putShort(PointTime.belowMicros(at));
        }
        rows.putInt(Long.BYTES).putLong(series);
        if (value instanceof Unsigned unsigned) {
            Numeric.put(rows, unsigned.bits());
            rows.putInt(NULL);
        } else {
            rows.putInt(NULL).putInt(Double.BYTES).putDouble(value.doubleValue());
        }
    }

    @Override
    public void flush() throws SQLException {
        if (rows.position() == HEADER.length) {
            return;
        }
        rows.putShort((short) -1);
        byte[] bytes = rows.array();
        int length = rows.position();
        rows = rows.capacity() > KEPT_BYTES ? empty(INITIAL_BYTES) : rows.position(HEADER.length);
        CopyIn in = connection.getCopyAPI().copyIn(copy);
        try {
            in.writeToCopy(bytes, 0, length);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    @Override
    public void close() {
        rows = empty(HEADER.length);
    }
}
