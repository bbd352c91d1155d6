package io.penstock.control.server.http;

import java.util.function.Supplier;

/** Keeps secrets that all servers of one store share. May block. */
@FunctionalInterface
public interface KeptSecrets {
    /** What is kept under the name; made and kept where there is nothing. */
    byte[] openOrMake(String name, Supplier<byte[]> make);
}
