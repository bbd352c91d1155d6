package io.penstock.itest;

import io.penstock.testing.Garbage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The class loaders of bundles that were replaced: a bundle lets go of its old ones, or it leaks. One thread. */
final class OldClassLoaders {
    private final Map<String, List<WeakReference<ClassLoader>>> loaders = new TreeMap<>();

    void add(String bundle, WeakReference<ClassLoader> loader) {
        loaders.computeIfAbsent(bundle, name -> new ArrayList<>()).add(loader);
    }

    /** How many bundles were replaced. */
    int bundles() {
        return loaders.size();
    }

    void areCollected() throws Exception {
        Eventually.holds("the old class loaders are collected", () -> left().isEmpty(), this::left);
    }

    private Map<String, Long> left() {
        Garbage.collect();
        Map<String, Long> left = new TreeMap<>();
        loaders.forEach((bundle, old) -> {
            long count = old.stream().filter(loader -> !loader.refersTo(null)).count();
            if (count > 0) {
                left.put(bundle, count);
            }
        });
        return left;
    }
}
