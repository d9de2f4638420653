//! The service around the protocol library's: null parameters are left out, bad frames answered, panics answered as errors.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use serde_json::Value;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

use crate::Host;
use crate::transport::BAD_FRAME;

pub(crate) struct Guard<S> {
    pub(crate) inner: S,
    pub(crate) host: Arc<dyn Host>,
}

impl<S> Service<Request> for Guard<S>
where
    S: Service<Request, Response = Option<Response>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = Option<Response>;
    type Error = S::Error;
    type Future = BoxFuture<'static, Result<Option<Response>, S::Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if request.method() == BAD_FRAME {
            let answer = bad_frame(request.params());
            self.host.log(&answer.message);
            let response = Response::from_error(Id::Null, answer);
            return async move { Ok(Some(response)) }.boxed();
        }
        let request = without_null(request);
        let (id, method) = (request.id().cloned(), request.method().to_owned());
        let host = Arc::clone(&self.host);
        let answer = self.inner.call(request);
        async move {
            match AssertUnwindSafe(answer).catch_unwind().await {
                Ok(response) => response,
                Err(_) => {
                    host.log(&format!("a mistake in the server while answering {method}"));
                    Ok(id.map(|id| Response::from_error(id, Error::internal_error())))
                }
            }
        }
        .boxed()
    }
}

/// The error that answers a bad frame.
fn bad_frame(params: Option<&Value>) -> Error {
    let field = |name: &str| params.and_then(|params| params.get(name));
    let code = field("code").and_then(Value::as_i64).unwrap_or(-32600);
    let mut error = Error::new(ErrorCode::from(code));
    if let Some(words) = field("message").and_then(Value::as_str) {
        error.message = words.to_owned().into();
    }
    error
}

/// `"params": null` means no parameters; some clients send it with `shutdown`.
fn without_null(request: Request) -> Request {
    if request.params() != Some(&Value::Null) {
        return request;
    }
    let (method, id, _) = request.into_parts();
    let plain = Request::build(method);
    match id {
        Some(id) => plain.id(id).finish(),
        None => plain.finish(),
    }
}

#[cfg(test)]
mod tests {
    use futures::executor::block_on;
    use serde_json::json;

    use super::*;
    use crate::session::tests::Slow;

    /// A service that panics at some requests and repeats the parameters of others.
    struct Fragile;

    impl Service<Request> for Fragile {
        type Response = Option<Response>;
        type Error = ();
        type Future = BoxFuture<'static, Result<Option<Response>, ()>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            async move {
                assert!(request.method() != "panic", "as asked");
                let params = request.params().cloned().unwrap_or(json!("none"));
                Ok(request
                    .id()
                    .cloned()
                    .map(|id| Response::from_ok(id, params)))
            }
            .boxed()
        }
    }

    fn answer(request: Request) -> Option<Value> {
        let mut guard = Guard {
            inner: Fragile,
            host: Arc::new(Slow::default()),
        };
        let answer = block_on(guard.call(request)).unwrap();
        answer.map(|response| serde_json::to_value(response).unwrap())
    }

    #[test]
    fn a_panic_answers_one_request() {
        for _ in 0..7 {
            let response = answer(Request::build("panic").id(1).finish()).unwrap();
            assert_eq!(
                (&response["id"], &response["error"]["code"]),
                (&json!(1), &json!(-32603))
            );
        }
        assert_eq!(answer(Request::build("panic").finish()), None);
        assert_eq!(
            answer(Request::build("m").id(2).params(json!([3])).finish()).unwrap()["result"],
            json!([3])
        );
    }

    #[test]
    fn null_is_no_parameter() {
        let response = answer(Request::build("m").id("x").params(Value::Null).finish()).unwrap();
        assert_eq!(
            (&response["id"], &response["result"]),
            (&json!("x"), &json!("none"))
        );
    }

    #[test]
    fn a_bad_frame_is_answered_without_an_id() {
        let params = json!({ "code": -32700, "message": "not JSON" });
        let response = answer(Request::build(BAD_FRAME).params(params).finish()).unwrap();
        assert_eq!(response["id"], Value::Null);
        assert_eq!(
            response["error"],
            json!({ "code": -32700, "message": "not JSON" })
        );
    }
}
