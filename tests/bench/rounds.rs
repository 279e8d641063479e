//! Rounds of ours between rounds of the floor, in one run: A B A B A. Only ratios count,
//! for the machine is shared; each round of ours is compared with the floor just before and
//! just after it.

use std::time::{Duration, Instant};

use crate::cpu::Cpu;

/// What a round did.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    /// How long it took as a whole.
    pub(crate) took: Duration,
    /// How long each caller waited for each answer.
    pub(crate) waits: Vec<Duration>,
    /// Processor time it cost.
    pub(crate) cpu: Cpu,
}

impl Round {
    /// Answers per second.
    pub(crate) fn rate(&self) -> f64 {
        self.waits.len() as f64 / self.took.as_secs_f64()
    }

    /// The wait that a share of the callers did not exceed, in microseconds.
    pub(crate) fn wait(&self, share: f64) -> f64 {
        let mut waits: Vec<_> = self.waits.iter().map(Duration::as_secs_f64).collect();
        waits.sort_by(f64::total_cmp);
        let last = waits.len().saturating_sub(1);
        1e6 * waits[(last as f64 * share).round() as usize]
    }

    /// Processor time per answer in microseconds: this process, the server.
    pub(crate) fn cpu_each(&self) -> (f64, f64) {
        let each = |spent: Duration| 1e6 * spent.as_secs_f64() / self.waits.len() as f64;
        (each(self.cpu.here), each(self.cpu.server))
    }
}

/// Measures waits of one caller.
#[derive(Debug, Default)]
pub(crate) struct Watch(Vec<Duration>);

impl Watch {
    /// Waits for one answer.
    pub(crate) async fn time<T>(&mut self, answer: impl Future<Output = T>) -> T {
        let begun = now();
        let answer = answer.await;
        self.0.push(begun.elapsed());
        answer
    }

    /// The same for what blocks.
    pub(crate) fn time_blocking<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = now();
        let answer = work();
        self.0.push(begun.elapsed());
        answer
    }

    /// What it measured, each wait once for everyone who shared it.
    pub(crate) fn waits(self) -> Vec<Duration> {
        self.0
    }
}

#[expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The middle of several figures, with the least and the greatest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Middle {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Middle {
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut figures: Vec<f64> = figures.into_iter().collect();
        figures.sort_by(f64::total_cmp);
        Self {
            median: figures[figures.len() / 2],
            least: figures[0],
            most: figures[figures.len() - 1],
        }
    }
}

/// Rounds of ours, each between two of the floor.
#[derive(Debug)]
pub(crate) struct Compared {
    ours: Vec<Round>,
    floor: Vec<Round>,
}

impl Compared {
    /// `floor` has one round more than `ours`.
    pub(crate) fn new(ours: Vec<Round>, floor: Vec<Round>) -> Self {
        assert_eq!(ours.len() + 1, floor.len(), "A B A B A");
        Self { ours, floor }
    }

    pub(crate) fn ours(&self, figure: impl Fn(&Round) -> f64) -> Middle {
        Middle::of(self.ours.iter().map(figure))
    }

    pub(crate) fn floor(&self, figure: impl Fn(&Round) -> f64) -> Middle {
        Middle::of(self.floor.iter().map(figure))
    }

    /// Ours over the floor around it.
    pub(crate) fn ratio(&self, figure: impl Fn(&Round) -> f64) -> Middle {
        let around = self.floor.windows(2);
        let floor = around.map(|pair| (figure(&pair[0]) + figure(&pair[1])) / 2.0);
        Middle::of(
            self.ours
                .iter()
                .zip(floor)
                .map(|(ours, floor)| figure(ours) / floor),
        )
    }
}
