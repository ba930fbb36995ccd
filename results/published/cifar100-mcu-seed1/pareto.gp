# run by gnuplot, this draws pareto.svg
set encoding utf8
set title "cifar100-mcu: accuracy over mean latency (paper-table3)"
set xlabel "mean latency per input, ms"
set ylabel "accuracy on test, %"
set offsets graph 0.03, graph 0.03, graph 0.05, graph 0.03
set key below center horizontal Left reverse samplen 5 width 2
set grid lc rgb '#dddddd'
set border 3
set tics nomirror out

set xrange [0:*]
$series0 << EOD
200 70.17
EOD
$series1 << EOD
200 70.17
397.20000000000005 72.88
601.9999999999999 75.57000000000001
800.4000000000001 77.58
998.9999999999999 79.14999999999999
1199.4 80.06
1399.8 80.24
1601.2 80.35
EOD
$series2 << EOD
200 73.32
EOD
$series3 << EOD
200 73.32
399.20000000000005 75.87
597.9999999999999 77.91
798.0000000000001 79.47
999.8000000000001 80.28999999999999
1200 80.5
1399.4 80.54
1601 80.38
EOD
$series4 << EOD
399.20000000000005 75.97
597.9999999999999 78.36
798.0000000000001 80.13
999.8000000000001 81.32000000000001
1200 81.89
1399.4 82.17
1601 82.22
EOD
$series5 << EOD
200 73.31
EOD
$series6 << EOD
200 73.31
400.80000000000007 75.63
599 77.53
797.5999999999999 78.93
999.8000000000001 80.13
1200.8 80.62
1398.9999999999998 80.46
1600.6 80.36
EOD
$series7 << EOD
200 73.31
400.19999999999993 75.89
601.5999999999999 77.89
801.7999999999998 79.5
1002 80.32000000000001
1202.4 80.58999999999999
1400 80.47
1601.2 80.4
EOD
$series8 << EOD
2000 80.25999999999999
EOD
$series9 << EOD
200 73.31
399.99999999999994 74.005
599.9999999999999 74.7
800.0000000000001 75.395
1000 76.08999999999999
1200 76.785
1400 77.47999999999999
1600 78.175
EOD
$series10 << EOD
200 73.31
399.99999999999994 75.85
601 77.91
798.6 79.5
1000.2 80.33
1199.8000000000002 80.57
1400.6000000000001 80.49
1600.8 80.39
EOD
$series11 << EOD
200 73.31
403.00000000000006 75.64
605.2 77.9
799.1999999999999 79.38
994.6 80.16
1200 80.5
1320.6000000000001 80.52
1320.6000000000001 80.52
EOD
$series12 << EOD
200 73.31
407.0000000000001 75.8
609.5999999999999 77.91
802.4000000000001 79.43
996.6 80.24
1196 80.57
1398 80.49
1609.2 80.4
EOD
$series13 << EOD
200 73.31
399.99999999999994 83.31
462.4 86.42999999999999
462.4 86.42999999999999
462.4 86.42999999999999
462.4 86.42999999999999
462.4 86.42999999999999
462.4 86.42999999999999
EOD
$series14 << EOD
400.19999999999993 76.02
601.5999999999999 78.21000000000001
801.7999999999998 80.10000000000001
1002 81.36
1202.4 81.89999999999999
1400 82.13000000000001
1601.2 82.19
EOD
$series15 << EOD
200 73.02
EOD
$series16 << EOD
200 73.02
400.19999999999993 75.6
599.4 77.75999999999999
799 79.3
1001.3999999999999 80.31
1199 80.58
1399.6 80.53
1601.2 80.35
EOD

set terminal svg size 860,600 font 'Helvetica,14' background rgb 'white' noenhanced
set output 'pareto.svg'
plot $series0 with points pt 7 ps 1.2 lc rgb '#000000' title "on_device_before", \
  $series1 with linespoints pt 5 ps 0.8 lw 2 dt 1 lc rgb '#0072B2' title "entropy_before", \
  $series2 with points pt 9 ps 1.2 lc rgb '#000000' title "on_device_control", \
  $series3 with linespoints pt 13 ps 0.8 lw 2 dt (12,5) lc rgb '#E69F00' title "max_prob_control", \
  $series4 with linespoints pt 11 ps 0.8 lw 2 dt (3,4) lc rgb '#009E73' title "max_prob_control_fused", \
  $series5 with points pt 15 ps 1.2 lc rgb '#000000' title "on_device", \
  $series6 with linespoints pt 7 ps 0.8 lw 2 dt (12,4,3,4) lc rgb '#CC79A7' title "entropy", \
  $series7 with linespoints pt 5 ps 0.8 lw 2 dt (22,6) lc rgb '#D55E00' title "max_prob", \
  $series8 with points pt 9 ps 1.2 lc rgb '#000000' title "on_cloud", \
  $series9 with linespoints pt 13 ps 0.8 lw 2 dt 1 lc rgb '#56B4E9' title "random", \
  $series10 with linespoints pt 11 ps 0.8 lw 2 dt (12,5) lc rgb '#777777' title "router", \
  $series11 with linespoints pt 15 ps 0.8 lw 2 dt (3,4) lc rgb '#0072B2' title "two_head", \
  $series12 with linespoints pt 7 ps 0.8 lw 2 dt (12,4,3,4) lc rgb '#E69F00' title "auto", \
  $series13 with linespoints pt 5 ps 0.8 lw 2 dt (22,6) lc rgb '#009E73' title "oracle", \
  $series14 with linespoints pt 9 ps 0.8 lw 2 dt 1 lc rgb '#CC79A7' title "max_prob_fused", \
  $series15 with points pt 13 ps 1.2 lc rgb '#000000' title "on_device_int8", \
  $series16 with linespoints pt 11 ps 0.8 lw 2 dt (12,5) lc rgb '#D55E00' title "max_prob_int8"
