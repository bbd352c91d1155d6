package io.penstock.admin.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Says where a person finds something: an address, a file. A service; {@code penstock status} shows every one. */
@ConsumerType
public interface Place {
    /** What is there, in a word or two: {@code metrics}, {@code console password}. */
    String name();

    /** Where it is: a URL or an absolute path, as it can be opened now. */
    String where();
}
