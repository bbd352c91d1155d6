package io.penstock.relay.client.block;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Series read back from disk, by their bytes, so that each is decoded once and keeps its number. Sender only. */
public final class SeriesCache {
    private final Map<ByteBuffer, Series> known = new HashMap<>();

    /** @param bytes of one series, valid for this call only */
    Series of(ByteBuffer bytes) {
        Series found = known.get(bytes);
        if (found == null) {
            byte[] own = new byte[bytes.remaining()];
            bytes.duplicate().get(own);
            found = SeriesTable.decoded(own);
            if (known.size() >= SeriesTable.MAX_SERIES) {
                known.clear();
            }
            known.put(ByteBuffer.wrap(own), found);
        }
        return found;
    }
}
