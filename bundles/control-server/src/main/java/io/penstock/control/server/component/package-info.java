/** The shells: services, settings, admin commands. The only package here that knows OSGi. */
package io.penstock.control.server.component;
