# README's picture, from the published run; in the repository's root: gnuplot docs/img/tradeoff.gp
run = "results/published/quickstart-seed1/curves.csv"
set datafile separator ","
set datafile missing NaN  # lines go on over the rows of other methods
set terminal svg size 760,360 font "sans-serif,14" background "#ffffff"
set output "docs/img/tradeoff.svg"

accuracy_of(method) = strcol("method") eq method ? 100 * column("accuracy") : NaN
stats run using (accuracy_of("on_device")) nooutput
device = STATS_max
stats run using (accuracy_of("on_cloud")) nooutput
cloud = STATS_max
# The curve begins with nothing sent and ends with everything sent; the file has the rows in this order.
in_curve(method) = method eq "on_device" || method eq "max_prob" || method eq "on_cloud"
curve(column_name) = in_curve(strcol("method")) ? 100 * column(column_name) : NaN
sent(c) = 100 * (1 - c)

set border 3 lc "#555555"
set tics nomirror tc "#333333"
set xlabel "share of the inputs sent to the cloud, % (mean latency: 200 ms + 20 ms for each %)" tc "#333333"
set ylabel "right on 10,000 test images, %" tc "#333333"
set xrange [-1:101]
set yrange [84:94]
set ytics 2
set grid ytics lc "#e5e5e5" lt 1
set key bottom right tc "#333333" samplen 2
set label 1 sprintf("cloud alone: %.1f %%", cloud) at 100, cloud + 0.9 right tc "#333333"
set label 2 sprintf("device alone: %.1f %%", device) at 1.5, device - 0.9 left tc "#333333"
plot run using (sent(column("coverage"))):(curve("ci_low")):(curve("ci_high")) \
       with filledcurves lc "#cfe1f7" title "95 % interval", \
     device + (cloud - device) * x / 100 lw 2 dt 2 lc "#b35c00" title "inputs sent at random", \
     run using (sent(column("coverage"))):(curve("accuracy")) \
       with linespoints lw 2.5 pt 7 ps 0.5 lc "#1f5fa8" title "inputs sent whose largest probability is lowest"
