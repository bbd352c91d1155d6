package io.penstock.plugin.file.tail;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which file it is to the file system, whatever its name: device and inode. Where the platform tells neither (Windows),
 * the path stands in, and a renamed file is taken for a new one. Immutable.
 */
record FileKey(String device, String inode) {
    private static final Pattern UNIX = Pattern.compile("\\(dev=([^,]+),ino=([^)]+)\\)");

    static FileKey of(Path path, BasicFileAttributes attributes) {
        Matcher unix = UNIX.matcher(String.valueOf(attributes.fileKey()));
        return unix.matches() ? new FileKey(unix.group(1), unix.group(2))
                : new FileKey("path", path.toAbsolutePath().toString());
    }

    /** {@code device-inode}. */
    @Override
    public String toString() {
        return device + "-" + inode;
    }
}
