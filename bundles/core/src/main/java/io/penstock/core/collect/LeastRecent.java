package io.penstock.core.collect;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size that forgets the entry used longest ago. One thread. */
public final class LeastRecent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int maxEntries;

    /** Keeps at most this many entries. */
    public LeastRecent(int maxEntries) {
        super(16, 0.75f, true);
        this.maxEntries = maxEntries;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > maxEntries;
    }
}
