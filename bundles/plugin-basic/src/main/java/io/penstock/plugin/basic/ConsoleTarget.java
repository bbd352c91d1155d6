package io.penstock.plugin.basic;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;

/** The process's own streams; never closed. */
enum ConsoleTarget {
    STDOUT(FileDescriptor.out), STDERR(FileDescriptor.err);

    private final OutputStream stream;

    ConsoleTarget(FileDescriptor descriptor) {
        stream = new FileOutputStream(descriptor);
    }

    /** Lock it while writing, so that pipes that share it do not mix their lines. */
    OutputStream stream() {
        return stream;
    }
}
