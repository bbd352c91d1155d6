/** The control plane's server: listener ({@code http}), store, access, fleet, pipes, rollouts; only {@code component} knows OSGi. */
package io.penstock.control.server;
