package io.penstock.plugin.file.tail;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Which file it is to the file system, whatever its name: device and inode. Where the platform tells neither (Windows),
 * the path stands in, and a renamed file is taken for a new one. Immutable.
 */
record FileKey(String device, String inode) {
    private static final String DEVICE = "(dev=";
    private static final String INODE = ",ino=";

    static FileKey of(Path path, BasicFileAttributes attributes) {
        String key = String.valueOf(attributes.fileKey());
        int inode = key.indexOf(INODE);
        return key.startsWith(DEVICE) && inode > 0
                ? new FileKey(key.substring(DEVICE.length(), inode), key.substring(inode + INODE.length(), key.length() - 1))
                : new FileKey("path", path.toAbsolutePath().toString());
    }

    /** {@code device-inode}. */
    @Override
    public String toString() {
        return device + "-" + inode;
    }
}
