package io.penstock.core.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;

/**
 * Names a plugin. Put it on a class that implements {@link InputPlugin}, {@link TransformPlugin} or {@link OutputPlugin},
 * has a public constructor without parameters, and is a DS component whose service is {@link Plugin}. The bundle's
 * manifest then says what it offers ({@code io.penstock.plugin}), so that tools find it without starting it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Capability(namespace = PluginComponent.NAMESPACE,
        attribute = {"kind=${#kind}", "name=${#name}", "class=${@class}"})
public @interface PluginComponent {
    /** The namespace of the capability in the manifest, with the attributes {@code kind}, {@code name}, {@code class}. */
    String NAMESPACE = "io.penstock.plugin";

    /** What it is in a pipe; must match the interface implemented. */
    PluginKind kind();

    /** As written in pipes: lower case with hyphens, e.g. {@code http-poll}. */
    String name();

    /** The plugin's version, for {@code requires:}. */
    String version() default "1.0.0";

    /** What it does, one sentence for people. */
    String doc();

    /** A short pipe fragment that shows it: the YAML that stands for the plugin, e.g. {@code file: {paths: [a.log]}}. */
    String example() default "";
}
