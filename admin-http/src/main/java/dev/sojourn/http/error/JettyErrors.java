package dev.sojourn.http.error;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty refuses before any route is reached, such as a header that is too long or a URI that
 * cannot be read, in the same shape as everything else. Its own answer would be a page of HTML.
 */
public final class JettyErrors implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ErrorBody.JSON);
    // Only 500 is our own fault; 505, say, is the caller's.
    String text = status == 500 ? "Internal server error" : HttpStatus.getMessage(status);
    response.write(true, ByteBuffer.wrap(new ErrorBody(text).bytes()), callback);
    return true;
  }
}
