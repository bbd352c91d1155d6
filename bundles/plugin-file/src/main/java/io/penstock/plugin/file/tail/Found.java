package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/** A regular file as it was seen once. Immutable. */
record Found(Path path, FileKey key, long size, FileTime modified) {
    /** Looks at what is there now, through links. */
    static Found at(Path path) throws IOException {
        return of(path, Files.readAttributes(path, BasicFileAttributes.class));
    }

    static Found of(Path path, BasicFileAttributes attributes) {
        return new Found(path, FileKey.of(path, attributes), attributes.size(), attributes.lastModifiedTime());
    }
}
