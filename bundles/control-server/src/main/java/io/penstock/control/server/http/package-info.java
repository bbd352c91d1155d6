/**
 * The port: HTTP/1.1 over TLS, routes, who may ask, and the forms all answers share. Everything that knows Netty is here;
 * resources see only {@link Resource}, {@link Call} and {@link Answer}.
 */
package io.penstock.control.server.http;
