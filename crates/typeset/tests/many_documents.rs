//! Many documents at once are each what they are alone, whatever happens to the others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bilan_typeset::{Failure, Job, Rendered, render_all};
use support::{fiche, job};

const TWO: NonZeroUsize = NonZeroUsize::new(2).unwrap();

fn collect(
    jobs: impl Iterator<Item = (usize, Job)> + Send,
) -> BTreeMap<usize, Result<Rendered, Failure>> {
    let results = Mutex::new(BTreeMap::new());
    let stopped: ControlFlow<()> = render_all(&fiche(), jobs, TWO, |n, result| {
        assert!(
            results.lock().unwrap().insert(n, result).is_none(),
            "{n} came twice"
        );
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(stopped.is_continue());
    results.into_inner().unwrap()
}

#[test]
fn two_hundred_on_two_threads_equal_each_alone() {
    let made = collect((0..200).map(|n| (n, job("/fiche.typ", n))));
    assert_eq!(made.len(), 200);
    for (n, rendered) in &made {
        assert_eq!(
            *rendered.as_ref().unwrap(),
            fiche().make(&job("/fiche.typ", *n)).unwrap(),
            "document {n}"
        );
    }
}

#[test]
fn the_same_document_two_hundred_times() {
    let alone = fiche().make(&job("/fiche.typ", 7)).unwrap();
    let made = collect((0..200).map(|n| (n, job("/fiche.typ", 7))));
    assert!(
        made.values()
            .all(|rendered| *rendered.as_ref().unwrap() == alone)
    );
}

#[test]
fn one_failure_stops_no_other() {
    let made = collect((0..20).map(|n| {
        (
            n,
            job(
                if n % 5 == 0 {
                    "/absent.typ"
                } else {
                    "/fiche.typ"
                },
                n,
            ),
        )
    }));
    for (n, result) in made {
        assert_eq!(result.is_err(), n % 5 == 0, "document {n}");
    }
}

#[test]
fn jobs_are_pulled_when_a_thread_is_free() {
    let (pulled, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let jobs = (0..50).map(|n| {
        let waiting = pulled.fetch_add(1, Ordering::SeqCst) + 1 - finished.load(Ordering::SeqCst);
        assert!(waiting <= 2, "{waiting} jobs held by two threads");
        (n, job("/fiche.typ", n))
    });
    let stopped: ControlFlow<()> = render_all(&fiche(), jobs, TWO, |_, _| {
        finished.fetch_add(1, Ordering::SeqCst);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(stopped.is_continue());
    assert_eq!(finished.into_inner(), 50);
}

#[test]
fn the_caller_may_stop_early() {
    let finished = AtomicUsize::new(0);
    let stop_at_five = |threads| {
        let endless = (0..).map(|n| (n, job("/fiche.typ", n)));
        render_all(&fiche(), endless, threads, |n, _| {
            finished.fetch_add(1, Ordering::SeqCst);
            if n == 5 {
                ControlFlow::Break("enough")
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap()
    };
    assert_eq!(
        stop_at_five(std::num::NonZeroUsize::MIN),
        ControlFlow::Break("enough")
    );
    assert_eq!(finished.load(Ordering::SeqCst), 6);
    // How many the other thread finishes meanwhile is its own affair; that an endless list ends is not.
    assert_eq!(stop_at_five(TWO), ControlFlow::Break("enough"));
}

#[test]
fn callers_inside_a_shared_pool_do_not_pile_up() {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .stack_size(256 << 10)
        .build()
        .unwrap();
    let project = fiche();
    pool.scope(|scope| {
        for n in 0..100 {
            let project = project.clone();
            scope.spawn(move |_| assert_eq!(project.make(&job("/fiche.typ", n)).unwrap().pages, 1));
        }
    });
}
