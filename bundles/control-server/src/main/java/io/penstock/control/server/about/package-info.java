/** What the server says of itself: health, version, the document, what happens. */
package io.penstock.control.server.about;
